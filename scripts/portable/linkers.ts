/** How the addon is linked: one row for each way. Which one a system takes stands in systems.ts. */
import { OLDEST_GLIBC } from './glibc.js'
import { zigEnvironment } from './zig.js'

/** A file for the linker, whose name may have folders: a copy of another one, or a text. */
export type LinkFile = { name: string; from: string } | { name: string; text: string }

/** Where a compiler has a library of its own. */
export type Locate = (compiler: 'cc' | 'c++', library: string) => string

export interface Linker {
  name: 'gnu' | 'zig' | 'apple' | 'msys2'
  /** Programs that it takes beside those of every build on that system, as in tools.ts. */
  tools: readonly string[]
  /** What napi build is told of the target. */
  target: (host: string) => string[]
  /** Beside what rustc says itself. */
  arguments: readonly string[]
  /** What is looked for in the folder of the files below, as rustc calls it. */
  kinds: readonly string[]
  /** What the linker finds before the system's own libraries, beside the archives of these names. */
  files: (locate: Locate, archives: readonly string[]) => LinkFile[]
  /** For cargo. `link` is the folder of the files above, `workshop` that for all that is built. */
  environment: (link: string, workshop: { folder: string; logs: string }) => Promise<Record<string, string>>
}

const ofHost = (host: string) => ['--target', host]
const none = async () => ({})

const ofCxx = (locate: Locate, ...names: string[]): LinkFile[] =>
  names.map(name => ({ name, from: locate('c++', name) }))

/** Assembly refers to symbols as lying in the same library, and nobody else's may take their place. */
const WITHIN = ['-Wl,-Bsymbolic', '-Wl,--as-needed']

/** GNU's, for the libc of this machine. */
const gnu: Linker = {
  name: 'gnu',
  tools: [],
  target: ofHost,
  arguments: [...WITHIN, '-Wl,--exclude-libs,ALL'],
  kinds: ['native'],
  // What is written in C++, C with atomics, and Rust wants libstdc++, libatomic and libgcc_s, which are no part of every
  // system. The last one is in two archives of other names.
  files: locate => [
    ...ofCxx(locate, 'libstdc++.a', 'libatomic.a'),
    { name: 'libgcc_s.a', text: `GROUP ( ${locate('cc', 'libgcc_eh.a')} ${locate('cc', 'libgcc.a')} )\n` },
  ],
  environment: none,
}

/**
 * Zig's, for an older glibc than this machine's: it brings stand-ins of every version, and libraries in the place of those
 * above. What rustc exports is all that is shown.
 */
const zig: Linker = {
  name: 'zig',
  tools: ['pip'],
  target: host => ['--cross-compile', '--target', `${host}.${OLDEST_GLIBC}`],
  arguments: WITHIN,
  kinds: ['native'],
  // Libraries that rustc was not told to be static, it looks for by the names of shared ones alone.
  files: (_, archives) => archives.map(name => ({ name: `lib${name}.so`, text: `INPUT ( lib${name}.a )\n` })),
  environment: (_, { folder, logs }) => zigEnvironment(folder, logs),
}

/** A framework with nothing in it. */
const emptyFramework = (name: string): LinkFile => ({
  name: `${name}.framework/${name}.tbd`,
  text: [
    ...['--- !tapi-tbd', 'tbd-version: 4', 'targets: [ x86_64-macos, arm64-macos ]'],
    `install-name: '/System/Library/Frameworks/${name}.framework/Versions/A/${name}'`,
    ...['...', ''],
  ].join('\n'),
})

/** libc++ and the unwinder are the system's, and rustc lists what the addon shows: the rest is hidden by that. */
const apple: Linker = {
  name: 'apple',
  tools: [],
  target: ofHost,
  // A library is named by where it was linked unless something else is said. ffmpeg-sys-next names all frameworks that some
  // FFmpeg may want, and ours wants none.
  arguments: ['-Wl,-install_name,@rpath/webcodecs-native.node', '-Wl,-dead_strip', '-Wl,-dead_strip_dylibs'],
  kinds: ['native', 'framework'],
  // Newer systems lack some of them.
  files: () => ['QTKit', 'VideoDecodeAcceleration'].map(emptyFramework),
  environment: none,
}

/** LLVM's of MSYS2. */
const msys2: Linker = {
  name: 'msys2',
  tools: [],
  target: ofHost,
  arguments: [],
  kinds: ['native'],
  files: locate => [
    ...ofCxx(locate, 'libc++.a', 'libunwind.a', 'libpthread.a', 'libwinpthread.a'),
    // napi-build asks for Node as a library where the environment is GNU's. Nothing is taken from it: napi finds
    // Node-API's functions in the process that loads the addon. So there is one with nothing in it.
    { name: 'libnode.dll', text: '' },
    { name: 'libnode.a', text: '!<arch>\n' },
  ],
  environment: async link => ({ LIBNODE_PATH: link }),
}

export const LINKERS = { gnu, zig, apple, msys2 } as const
