/** The programs that recipes call, by what they do, and how each system gets them. */
import { spawnSync } from 'node:child_process'
import { win32 } from 'node:path'
import { aptCommands, isProgram, permissions, programDirectories } from '../setup/system.mjs'
import { BuildError, output } from './run.js'
import type { Platform, System } from './systems.js'

/** The package that has a program, by system; none where it is not needed. */
interface Tool extends Partial<Record<Platform, string>> {
  /** Where another program does it. */
  program?: Partial<Record<Platform, string>>
  /** What makes it tell its version. */
  version?: Partial<Record<Platform, string>>
  /** The processors that it is for, where it is not for all. */
  processors?: readonly string[]
}

const XCODE = "Xcode's command line tools"

/** Packages of MSYS2's environment, whose names begin with it, but for those of MSYS2 itself. */
const own = (name: string) => `mingw-w64-*-${name}`

export const TOOLS: Readonly<Record<string, Tool>> = {
  cc: { linux: 'gcc', darwin: XCODE, win32: own('clang') },
  'c++': { linux: 'g++', darwin: XCODE, win32: own('clang') },
  gcc: { win32: own('gcc-compat') },
  ar: {
    ...{ linux: 'binutils', darwin: XCODE, win32: own('llvm-tools') },
    ...{ program: { darwin: 'libtool' }, version: { darwin: '-V' } },
  },
  nasm: {
    ...{ linux: 'nasm', darwin: 'nasm', win32: own('nasm') },
    ...{ version: { linux: '-v', darwin: '-v', win32: '-v' }, processors: ['x64', 'ia32'] },
  },
  make: { linux: 'make', darwin: XCODE, win32: 'make' },
  cmake: { linux: 'cmake', darwin: 'cmake', win32: own('cmake') },
  meson: { linux: 'meson', darwin: 'meson', win32: own('meson') },
  ninja: { linux: 'ninja-build', darwin: 'ninja', win32: own('ninja') },
  perl: { linux: 'perl', darwin: XCODE, win32: 'perl' },
  'pkg-config': { linux: 'pkg-config', darwin: 'pkgconf', win32: own('pkgconf') },
  pip: { linux: 'python3-pip', program: { linux: 'pip3' } },
  'dpkg-source': { linux: 'dpkg-dev' },
  tar: { linux: 'tar', darwin: XCODE, win32: 'tar' },
  strip: { linux: 'binutils', darwin: XCODE, win32: own('llvm-tools') },
  nm: { linux: 'binutils', darwin: XCODE },
  objdump: { linux: 'binutils' },
  readelf: { linux: 'binutils' },
  otool: { darwin: XCODE },
  codesign: { darwin: XCODE },
  cmp: { win32: 'diffutils' },
  'llvm-readobj': { win32: own('llvm-tools') },
}

/** What strips the result and inspects it, and on Windows also what other systems have in any case. */
const ALWAYS: Readonly<Record<Platform, readonly string[]>> = {
  linux: ['strip', 'nm', 'objdump', 'readelf'],
  darwin: ['strip', 'nm', 'otool', 'codesign'],
  win32: ['strip', 'llvm-readobj', 'gcc', 'perl', 'cmp'],
}

interface Installer {
  isThere: (program: string) => boolean
  /** What installs packages, or nothing where this process may not. */
  commands: (packages: readonly string[]) => string[][]
  advice: (packages: readonly string[]) => string
}

const INSTALLERS: Readonly<Record<Platform, Installer>> = {
  linux: {
    isThere: program => isProgram(program),
    commands: packages => aptCommands(packages, permissions()) ?? [],
    advice: packages => `On Debian or Ubuntu run: sudo apt-get install ${packages.join(' ')}`,
  },
  darwin: {
    isThere: program => isProgram(program),
    commands: packages => (isProgram('brew') ? brewCommands(packages) : []),
    advice: packages => {
      const xcode = packages.includes(XCODE) ? [['xcode-select', '--install']] : []
      return `Run: ${[...xcode, ...brewCommands(packages)].map(command => command.join(' ')).join(' && ')}`
    },
  },
  win32: {
    // Others of the same names may be anywhere.
    isThere: program => isProgram(program, ofMsys2(programDirectories(), process.env.MINGW_PREFIX ?? '')),
    commands: packages =>
      isProgram('pacman') ? [['pacman', '--sync', '--needed', '--noconfirm', ...inEnvironment(packages)]] : [],
    advice: packages =>
      `In the CLANG64 shell of MSYS2, or on ARM that of CLANGARM64, run: pacman -S ${inEnvironment(packages).join(' ')}`,
  },
}

/** Nobody but their user can install Xcode's tools. */
function brewCommands(packages: readonly string[]): string[][] {
  const formulas = packages.filter(name => name !== XCODE)
  return formulas.length > 0 ? [['brew', 'install', ...formulas]] : []
}

/** Of these folders those of MSYS2: `prefix` is that of the environment, which lies in the same place. */
export function ofMsys2(directories: readonly string[], prefix: string): string[] {
  const place = win32.normalize(`${prefix}/../`).toLowerCase()
  return directories.filter(each => win32.isAbsolute(prefix) && win32.normalize(each).toLowerCase().startsWith(place))
}

/** MSYS2 tells by a variable how the names of an environment's packages begin. */
const inEnvironment = (packages: readonly string[]): string[] =>
  packages.map(name => name.replace('mingw-w64-*', process.env.MINGW_PACKAGE_PREFIX ?? 'mingw-w64-clang-x86_64'))

/** Those of these tools that are needed on a processor, each once. */
export const toolsOn = (processor: string, tools: readonly string[]): string[] =>
  [...new Set(tools)].filter(tool => TOOLS[tool]?.processors?.includes(processor) ?? true)

/** All programs that building takes which needs these. */
export const toolsOf = (platform: Platform, processor: string, tools: readonly string[]): string[] =>
  toolsOn(processor, [...tools, ...ALWAYS[platform]])

const programOf = (platform: Platform, tool: string): string => TOOLS[tool]?.program?.[platform] ?? tool

const packagesOf = (platform: Platform, tools: readonly string[]): string[] => [
  ...new Set(tools.flatMap(tool => TOOLS[tool]?.[platform] ?? [])),
]

/** Installs what is missing where this process may, and otherwise tells what to install. */
export function installTools(platform: Platform, tools: readonly string[]): void {
  const { isThere, commands } = INSTALLERS[platform]
  const missing = () => tools.filter(tool => !isThere(programOf(platform, tool)))
  const lacking = missing()
  if (lacking.length === 0) return
  for (const [program = '', ...args] of commands(packagesOf(platform, lacking))) {
    spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  }
  const left = missing()
  if (left.length > 0) throw new BuildError(explain(platform, left))
}

export function explain(platform: Platform, tools: readonly string[]): string {
  const programs = tools.map(tool => programOf(platform, tool))
  const advice = INSTALLERS[platform].advice(packagesOf(platform, tools))
  return `Missing on this system: ${programs.join(', ')}.\n${advice}`
}

const versions = new Map<string, string>()

/** What it prints of its version. */
export function toolVersion({ platform, launcher }: System, tool: string): string {
  const option = TOOLS[tool]?.version?.[platform] ?? '--version'
  const known = versions.get(tool) ?? output([...launcher, programOf(platform, tool), option])
  versions.set(tool, known)
  return known
}
