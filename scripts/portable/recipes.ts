/** The table of libraries, in the order in which they are built: one row each. */
import { autotools, cmake, cmakeConfigured, configured, machine, meson, ninja } from './build-systems.js'
import { ffmpeg } from './ffmpeg.js'
import { FLAVOURS, type Flavour, PREFIX, type Recipe, type Site, type Step } from './recipe.js'

const BOTH = FLAVOURS
const GPL: readonly Flavour[] = ['gpl']

/** Where fast mathematics are asked for, glibc's headers offer functions of libmvec, which not every system with glibc has. */
const NO_LIBMVEC = '-U__FAST_MATH__'

const CODEC_LIBRARIES: readonly Recipe[] = [
  {
    name: 'ogg',
    licence: 'BSD-3-Clause',
    licenceFiles: ['COPYING'],
    debian: 'libogg',
    flavours: BOTH,
    needs: [],
    tools: ['cc', 'make'],
    archives: ['ogg'],
    steps: site => autotools(site, []),
  },
  {
    name: 'vorbis',
    licence: 'BSD-3-Clause',
    licenceFiles: ['COPYING'],
    debian: 'libvorbis',
    flavours: BOTH,
    needs: ['ogg'],
    tools: ['cc', 'make', 'pkg-config'],
    archives: ['vorbis', 'vorbisenc'],
    steps: vorbis,
  },
  {
    name: 'opus',
    licence: 'BSD-3-Clause',
    licenceFiles: ['COPYING'],
    debian: 'opus',
    flavours: BOTH,
    needs: [],
    tools: ['cc', 'make'],
    archives: ['opus'],
    steps: site => autotools(site, ['--disable-doc', '--disable-extra-programs']),
  },
  {
    name: 'lame',
    licence: 'LGPL-2.0-or-later',
    licenceFiles: ['COPYING', 'LICENSE'],
    debian: 'lame',
    flavours: BOTH,
    needs: [],
    tools: ['cc', 'make'],
    archives: ['mp3lame'],
    steps: site => autotools(site, ['--disable-frontend', '--disable-decoder', '--disable-gtktest']),
  },
  {
    name: 'dav1d',
    licence: 'BSD-2-Clause',
    licenceFiles: ['COPYING'],
    debian: 'dav1d',
    flavours: BOTH,
    needs: [],
    tools: ['cc', 'nasm', 'meson', 'ninja'],
    archives: ['dav1d'],
    steps: site => meson(site, ['-Denable_tools=false', '-Denable_tests=false']),
  },
  {
    name: 'openh264',
    licence: 'BSD-2-Clause',
    licenceFiles: ['LICENSE'],
    debian: 'openh264',
    flavours: BOTH,
    needs: [],
    tools: ['c++', 'nasm', 'meson', 'ninja'],
    archives: ['openh264'],
    steps: site => [
      ...meson(site, ['-Dtests=disabled']),
      // Its own file does not say that a static library in C++ needs this.
      {
        run: [
          ...[...site.system.sed, `s/^Libs:.*/& ${site.system.cxxLibrary}/`],
          `${site.destination}${PREFIX}/lib/pkgconfig/openh264.pc`,
        ],
      },
    ],
  },
  {
    name: 'libvpx',
    licence: 'BSD-3-Clause',
    licenceFiles: ['LICENSE', 'PATENTS'],
    debian: 'libvpx',
    flavours: BOTH,
    needs: [],
    tools: ['cc', 'nasm', 'make'],
    archives: ['vpx'],
    // FFmpeg's own decoders are used.
    steps: site =>
      configured(site, [
        ...vpxTarget(site),
        ...['--enable-static', '--disable-shared', '--enable-pic', '--as=nasm', '--enable-vp9-highbitdepth'],
        ...['--disable-vp8-decoder', '--disable-vp9-decoder', '--disable-webm-io', '--disable-libyuv'],
        ...['--disable-examples', '--disable-tools', '--disable-docs', '--disable-unit-tests'],
      ]),
  },
  {
    name: 'aom',
    licence: 'BSD-2-Clause',
    licenceFiles: ['LICENSE', 'PATENTS'],
    debian: 'aom',
    flavours: BOTH,
    needs: [],
    tools: ['cc', 'c++', 'nasm', 'cmake', 'ninja', 'perl'],
    archives: ['aom'],
    // dav1d decodes, and film grain is not made. What is quick is written for the processor; at -O3 the rest would be half
    // as large again.
    steps: site =>
      cmake(site, [
        ...['-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG', '-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG'],
        ...['-DCONFIG_AV1_DECODER=0', '-DCONFIG_PIC=1', '-DENABLE_NASM=1', '-DCONFIG_TUNE_VMAF=0'],
        '-DCONFIG_DENOISE=0',
        ...['-DENABLE_TESTS=0', '-DENABLE_TOOLS=0', '-DENABLE_EXAMPLES=0', '-DENABLE_DOCS=0'],
      ]),
  },
  {
    name: 'x264',
    licence: 'GPL-2.0-or-later',
    licenceFiles: ['COPYING'],
    debian: 'x264',
    flavours: GPL,
    needs: [],
    tools: ['cc', 'nasm', 'make'],
    archives: ['x264'],
    steps: site =>
      configured(
        site,
        [
          ...machine('--host', site),
          ...['--enable-static', '--enable-pic', '--disable-cli', '--disable-opencl', '--bit-depth=all'],
        ],
        ['install-lib-static'],
      ),
  },
  {
    name: 'x265',
    licence: 'GPL-2.0-or-later',
    licenceFiles: ['COPYING'],
    debian: 'x265',
    flavours: GPL,
    needs: [],
    tools: ['c++', 'nasm', 'cmake', 'ninja', 'ar'],
    archives: ['x265'],
    steps: x265,
  },
]

/** All recipes that a flavour is made of, FFmpeg last. */
export const recipesOf = (flavour: Flavour): Recipe[] => [
  ...CODEC_LIBRARIES.filter(({ flavours }) => flavours.includes(flavour)),
  ffmpeg(flavour),
]

/** Its script has a flag for PowerPC on macOS, which the linker there refuses by now: a copy without it is run. */
function vorbis(site: Site): Step[] {
  const options = ['--disable-docs', '--disable-examples', '--disable-oggtest']
  const steps = autotools(site, [...options, `CPPFLAGS=${NO_LIBMVEC}`])
  if (site.system.platform !== 'darwin') return steps
  const [configure, ...others] = steps
  return [
    { run: ['cp', `${site.source}/configure`, 'configure'] },
    { run: [...site.system.sed, 's/ -force_cpusubtype_ALL//g', 'configure'] },
    { run: ['./configure', `--srcdir=${site.source}`, ...(configure?.run.slice(1) ?? [])] },
    ...others,
  ]
}

/** What libvpx calls the systems whose newer releases it cannot guess. */
const VPX_TARGETS: Readonly<Record<string, string>> = {
  'darwin x64': 'x86_64-darwin20-gcc',
  'darwin arm64': 'arm64-darwin20-gcc',
  'win32 x64': 'x86_64-win64-gcc',
  'win32 arm64': 'arm64-win64-gcc',
}

function vpxTarget({ system, processor }: Site): string[] {
  const target = VPX_TARGETS[`${system.platform} ${processor}`]
  return target ? [`--target=${target}`] : []
}

/** Every bit depth is a build of its own; that of 8 bits knows the others, and all go into one archive. */
function x265(site: Site): Step[] {
  const common = [
    ...['-DENABLE_SHARED=OFF', '-DENABLE_CLI=OFF', '-DENABLE_LIBNUMA=OFF', '-DENABLE_PIC=ON'],
    `-DCMAKE_CXX_FLAGS_RELEASE=-O3 -DNDEBUG ${NO_LIBMVEC}`,
  ]
  const deep = ['-DHIGH_BIT_DEPTH=ON', '-DEXPORT_C_API=OFF']
  const builds = [
    { folder: '12', options: [...deep, '-DMAIN12=ON'] },
    { folder: '10', options: deep },
    { folder: '8', options: ['-DEXTRA_LIB=x265_main10.a;x265_main12.a', '-DLINKED_10BIT=ON', '-DLINKED_12BIT=ON'] },
  ]
  return [
    ...builds.flatMap(({ folder, options }) => [
      cmakeConfigured(site, `${site.source}/source`, [...common, ...options], folder),
      ninja(site, folder),
    ]),
    { run: ['mv', '8/libx265.a', '8/libx265_main.a'] },
    site.system.mergeArchives('8/libx265.a', ['8/libx265_main.a', '10/libx265.a', '12/libx265.a']),
    { in: '8', run: ['env', `DESTDIR=${site.destination}`, 'cmake', '--install', '.'] },
  ]
}
