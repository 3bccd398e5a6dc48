// @ts-check
/**
 * What the build and the tests need from the system, and how to get it on Debian and its relatives.
 *
 * @typedef {{ kind: 'program' | 'library' | 'libclang', name: string, debian: string, optional?: boolean }} Requirement
 * @typedef {Record<Requirement['kind'], (name: string) => boolean>} Probe
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** @type {readonly Requirement[]} */
export const REQUIREMENTS = [
  { kind: 'program', name: 'cc', debian: 'gcc' },
  { kind: 'program', name: 'pkg-config', debian: 'pkg-config' },
  { kind: 'library', name: 'libavcodec', debian: 'libavcodec-dev' },
  { kind: 'library', name: 'libavformat', debian: 'libavformat-dev' },
  { kind: 'library', name: 'libavutil', debian: 'libavutil-dev' },
  { kind: 'library', name: 'libswscale', debian: 'libswscale-dev' },
  { kind: 'library', name: 'libswresample', debian: 'libswresample-dev' },
  { kind: 'library', name: 'opus', debian: 'libopus-dev' },
  { kind: 'library', name: 'x265', debian: 'libx265-dev', optional: true },
  { kind: 'program', name: 'clang', debian: 'clang' },
  { kind: 'libclang', name: 'libclang', debian: 'libclang-dev' },
  { kind: 'program', name: 'ffmpeg', debian: 'ffmpeg' },
  { kind: 'program', name: 'ffprobe', debian: 'ffmpeg' },
]

/**
 * The requirements that `probe` does not find, in table order.
 *
 * @param {Probe} probe
 * @returns {Requirement[]}
 */
export const missing = probe => REQUIREMENTS.filter(({ kind, name }) => !probe[kind](name))

/**
 * The Debian packages that have these requirements, each once.
 *
 * @param {readonly Requirement[]} requirements
 */
export const debianPackages = requirements => [...new Set(requirements.map(each => each.debian))]

/**
 * The apt-get command lines that install `packages`, or undefined where this process may not install any.
 *
 * @param {readonly string[]} packages
 * @param {{ root: boolean, sudo: boolean, apt: boolean }} may whether we are root, may sudo without a password, have apt-get
 * @returns {string[][] | undefined}
 */
export function aptCommands(packages, may) {
  if (!may.apt || !(may.root || may.sudo)) return undefined
  const apt = [...(may.root ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q']
  return [
    [...apt, 'update'],
    [...apt, 'install', '-y', '--no-install-recommends', ...packages],
  ]
}

/**
 * One paragraph for somebody who has to install the missing things by hand.
 *
 * @param {readonly Requirement[]} requirements
 */
export function explainMissing(requirements) {
  const names = requirements.map(each => each.name).join(', ')
  return [
    `Missing on this system: ${names}.`,
    `On Debian or Ubuntu run: sudo apt-get install ${debianPackages(requirements).join(' ')}`,
    'Elsewhere install the FFmpeg libraries (5.1 or newer) so that pkg-config finds them, their programs, and clang.',
  ].join('\n')
}

/** How the names of programs end. Those of MSYS2 that are scripts have no ending. */
const ENDINGS = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']

/** Where programs are looked for. */
export const programDirectories = () => (process.env.PATH ?? '').split(delimiter)

/**
 * @param {string} name
 * @param {readonly string[]} [directories]
 */
export function isProgram(name, directories = programDirectories()) {
  return directories.some(directory => ENDINGS.some(ending => isExecutable(join(directory, name + ending))))
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Where bindgen looks for libclang when LIBCLANG_PATH does not say. */
function libclangDirectories() {
  if (process.env.LIBCLANG_PATH) return [process.env.LIBCLANG_PATH]
  const llvm = list('/usr/lib')
    .filter(name => name.startsWith('llvm'))
    .map(name => `/usr/lib/${name}/lib`)
  const multiarch = list('/usr/lib')
    .filter(name => name.endsWith('-linux-gnu'))
    .map(name => `/usr/lib/${name}`)
  return [...llvm, ...multiarch, '/usr/lib64', '/usr/lib', '/usr/local/lib']
}

/** @param {string} directory */
function list(directory) {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

/** @type {Probe} The system we run on. */
export const systemProbe = {
  program: isProgram,
  // FFMPEG_DIR names an FFmpeg that the crate finds without pkg-config.
  library: name => Boolean(process.env.FFMPEG_DIR) || spawnSync('pkg-config', ['--exists', name]).status === 0,
  libclang: () =>
    libclangDirectories().some(directory => list(directory).some(file => /^libclang(-\d+)?\.so/.test(file))),
}

/** What this process may do to install packages. */
export const permissions = () => ({
  root: process.getuid?.() === 0,
  sudo: isProgram('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0,
  apt: isProgram('apt-get'),
})
