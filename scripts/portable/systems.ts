/**
 * What differs between the operating systems that the build runs on: one row each. Which programs it takes there is in
 * tools.ts, what compilers put in of their own in runtimes.ts, and what addons may ask for in inspect.ts.
 */
import { glibcOfMachine, isNewGlibc } from './glibc.js'
import { LINKERS, type Linker } from './linkers.js'
import { PREFIX, type Step } from './recipe.js'
import { BuildError } from './run.js'

/** As `process.platform`. */
export type Platform = 'linux' | 'darwin' | 'win32'

export interface System {
  platform: Platform
  /** For people. */
  name: string
  /** Of code in all languages, and in C alone. */
  flags: readonly string[]
  flagsOfC: string
  /** For all that is built. */
  environment: Readonly<Record<string, string>>
  /** What has to stand before a command, where the system starts nothing but programs of its own. */
  launcher: readonly string[]
  /** A path as scripts and make take it. */
  scriptPath: (path: string) => string
  /** The prefix, as CMake and Meson find it absolute. */
  prefix: string
  /** What configure scripts are told of the machine, by its processor; nothing where they find out. */
  machines: Readonly<Record<string, string>>
  /** sed that changes a file. */
  sed: readonly string[]
  /** How static libraries that are written in C++ say what they need. */
  cxxLibrary: string
  /** Makes one archive of several. */
  mergeArchives: (result: string, archives: readonly string[]) => Step
  /** What links the addon. */
  linker: () => Linker
  /** What is done to the linked addon, whose file stands behind each command. */
  finish: readonly (readonly string[])[]
}

/** The oldest macOS that addons are for: what the oldest Node in use asks for. */
export const OLDEST_MACOS = '11.0'

/** For CMake 4, which is what Homebrew and MSYS2 have: libraries name older releases than it knows. */
const CMAKE = { CMAKE_POLICY_VERSION_MINIMUM: '3.5' }

const unchanged = (path: string) => path

/** By the script by which GNU's and LLVM's ar make one archive of several. */
function mergeByAr(result: string, archives: readonly string[]): Step {
  const script = [`CREATE ${result}`, ...archives.map(archive => `ADDLIB ${archive}`), 'SAVE', 'END', '']
  return { run: ['ar', '-M'], input: script.join('\n') }
}

const linux: System = {
  platform: 'linux',
  name: 'Linux',
  flags: ['-fPIC'],
  // C throws no exceptions: the tables that those take would be a twentieth of the addon.
  flagsOfC: '-fno-asynchronous-unwind-tables',
  environment: {},
  launcher: [],
  scriptPath: unchanged,
  prefix: PREFIX,
  machines: {},
  sed: ['sed', '-i'],
  cxxLibrary: '-lstdc++',
  mergeArchives: mergeByAr,
  linker: () => (isNewGlibc(glibcOfMachine()) ? LINKERS.zig : LINKERS.gnu),
  finish: [['strip', '--strip-all']],
}

const darwin: System = {
  platform: 'darwin',
  name: 'macOS',
  flags: ['-fPIC', `-mmacosx-version-min=${OLDEST_MACOS}`],
  // They are small there, and the system's tools count on them.
  flagsOfC: '',
  environment: { CC: 'cc', CXX: 'c++', MACOSX_DEPLOYMENT_TARGET: OLDEST_MACOS, ...CMAKE },
  launcher: [],
  scriptPath: unchanged,
  prefix: PREFIX,
  machines: { x64: 'x86_64-apple-darwin20', arm64: 'aarch64-apple-darwin20' },
  sed: ['sed', '-i', ''],
  cxxLibrary: '-lc++',
  mergeArchives: (result, archives) => ({ run: ['libtool', '-static', '-o', result, ...archives] }),
  linker: () => LINKERS.apple,
  finish: [
    ['strip', '-S', '-x'],
    // Processors of Apple's run nothing whose signature does not fit, and strip has changed the file.
    ['codesign', '--force', '--sign', '-'],
  ],
}

/** MSYS2's CLANG64 and CLANGARM64, where Rust's target is *-pc-windows-gnullvm: docs/packaging.md has the reason. */
const win32: System = {
  platform: 'win32',
  name: 'Windows',
  // All code is position-independent, and unwinding takes its tables whatever the language.
  flags: [],
  flagsOfC: '',
  environment: { CC: 'cc', CXX: 'c++', ...CMAKE },
  // Scripts, and programs that are scripts, are started by one of MSYS2's.
  launcher: ['env'],
  // As MSYS2 mounts drives: a colon would end a target of make.
  scriptPath: path => path.replace(/^([a-z]):(?=\/)/i, (_, drive: string) => `/${drive.toLowerCase()}`),
  prefix: `C:${PREFIX}`,
  machines: { x64: 'x86_64-w64-mingw32', arm64: 'aarch64-w64-mingw32' },
  sed: ['sed', '-i'],
  cxxLibrary: '-lc++',
  mergeArchives: mergeByAr,
  linker: () => LINKERS.msys2,
  finish: [['strip', '--strip-all']],
}

export const SYSTEMS: Readonly<Record<Platform, System>> = { linux, darwin, win32 }

export function systemOf(platform: string): System {
  if (Object.hasOwn(SYSTEMS, platform)) return SYSTEMS[platform as Platform]
  const names = Object.values(SYSTEMS).map(({ name }) => name)
  throw new BuildError(`There is no portable build for ${platform}, only for ${names.join(', ')}.`)
}
