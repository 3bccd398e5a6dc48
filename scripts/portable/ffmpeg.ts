/** FFmpeg's recipe: its libraries with the coders that the tuning tables name, and nothing else. */
import { configured } from './build-systems.js'
import { type Flavour, PREFIX, type Recipe, type Site, type Step } from './recipe.js'
import type { Platform } from './systems.js'

/** A coder of the tuning tables, by FFmpeg's name. */
export interface Coder {
  kind: 'decoder' | 'encoder'
  name: string
  /** The name in FFmpeg's configuration where it is another one. */
  component?: string
  /** The recipe that it comes from, and what FFmpeg calls that; FFmpeg itself when there is none. */
  library?: { recipe: string; option: string }
}

const own = (kind: Coder['kind'], ...names: string[]): Coder[] => names.map(name => ({ kind, name }))
const PCM = ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_alaw', 'pcm_mulaw']
const VPX = { recipe: 'libvpx', option: 'libvpx' }

/** Those of the tables that need no device. */
export const CODERS: readonly Coder[] = [
  ...own('decoder', 'h264', 'hevc', 'vp8', 'vp9', 'opus', 'aac', 'flac', 'mp3float', 'vorbis', ...PCM),
  { kind: 'decoder', name: 'libdav1d', library: { recipe: 'dav1d', option: 'libdav1d' } },
  ...own('encoder', 'aac', 'flac', ...PCM),
  { kind: 'encoder', name: 'libx264', library: { recipe: 'x264', option: 'libx264' } },
  { kind: 'encoder', name: 'libx265', library: { recipe: 'x265', option: 'libx265' } },
  { kind: 'encoder', name: 'libopenh264', library: { recipe: 'openh264', option: 'libopenh264' } },
  { kind: 'encoder', name: 'libvpx', component: 'libvpx_vp8', library: VPX },
  { kind: 'encoder', name: 'libvpx-vp9', component: 'libvpx_vp9', library: VPX },
  { kind: 'encoder', name: 'libaom-av1', component: 'libaom_av1', library: { recipe: 'aom', option: 'libaom' } },
  { kind: 'encoder', name: 'libopus', library: { recipe: 'opus', option: 'libopus' } },
  { kind: 'encoder', name: 'libmp3lame', library: { recipe: 'lame', option: 'libmp3lame' } },
  { kind: 'encoder', name: 'libvorbis', library: { recipe: 'vorbis', option: 'libvorbis' } },
]

/** Coders' libraries that only the gpl flavour has. */
export const GPL_LIBRARIES: readonly string[] = ['x264', 'x265']

export const codersOf = (flavour: Flavour): Coder[] =>
  CODERS.filter(({ library }) => flavour === 'gpl' || !library || !GPL_LIBRARIES.includes(library.recipe))

/** The options of FFmpeg's configure script. */
export function configureOptions(flavour: Flavour): string[] {
  const coders = codersOf(flavour)
  const libraries = new Set(coders.flatMap(({ library }) => library?.option ?? []))
  return [
    ...['--disable-all', '--disable-autodetect', '--disable-iconv', '--disable-network', '--disable-debug'],
    ...['--enable-static', '--disable-shared', '--enable-pic', '--pkg-config-flags=--static'],
    // avformat without a single format is there because ffmpeg-next does not compile without it.
    ...['avcodec', 'avformat', 'swscale', 'swresample'].map(library => `--enable-${library}`),
    flavour === 'gpl' ? '--enable-gpl' : '--disable-gpl',
    ...[...libraries].map(library => `--enable-${library}`),
    ...coders.map(({ kind, name, component = name }) => `--enable-${kind}=${component}`),
  ]
}

/** FFmpeg's names of processors. */
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' }

/** It does not look at CC; and the shell that it runs in on Windows may be one for another processor. */
const MACHINE_OPTIONS: Readonly<Record<Platform, (processor: string) => string[]>> = {
  linux: () => [],
  darwin: () => ['--cc=cc'],
  win32: processor => ['--cc=cc', '--target-os=mingw32', `--arch=${PROCESSORS[processor] ?? processor}`],
}

/** Headers that bind to Windows' own, which bindgen takes in then and cannot tell to Rust. */
const NOT_FOR_BINDGEN: Readonly<Record<Platform, readonly string[]>> = {
  linux: [],
  darwin: [],
  win32: ['hwcontext_d3d11va.h', 'hwcontext_d3d12va.h', 'hwcontext_dxva2.h'],
}

const withoutHeaders = ({ system, destination }: Site): Step[] => {
  const files = NOT_FOR_BINDGEN[system.platform].map(name => `${destination}${PREFIX}/include/libavutil/${name}`)
  return files.length > 0 ? [{ run: ['rm', '-f', ...files] }] : []
}

const options = (site: Site): string[] => [
  ...MACHINE_OPTIONS[site.system.platform](site.processor),
  ...configureOptions(site.flavour),
]

export const ffmpeg = (flavour: Flavour): Recipe => ({
  name: 'ffmpeg',
  licence: flavour === 'gpl' ? 'GPL-2.0-or-later' : 'LGPL-2.1-or-later',
  licenceFiles: ['LICENSE.md', flavour === 'gpl' ? 'COPYING.GPLv2' : 'COPYING.LGPLv2.1'],
  debian: 'ffmpeg',
  flavours: [flavour],
  needs: [...new Set(codersOf(flavour).flatMap(({ library }) => library?.recipe ?? []))],
  tools: ['cc', 'nasm', 'make', 'pkg-config'],
  archives: ['avcodec', 'avformat', 'avutil', 'swresample', 'swscale'],
  steps: site => [...configured(site, options(site), ['install-libs', 'install-headers']), ...withoutHeaders(site)],
})
