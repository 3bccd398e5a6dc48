/** The programs that recipes call, and how Debian and its relatives get them. */
import { spawnSync } from 'node:child_process'
import { aptCommands, isProgram, permissions } from '../setup/system.mjs'
import type { Recipe } from './recipe.js'
import { BuildError } from './run.js'

/** The Debian package of each program. */
export const TOOLS: Record<string, string> = {
  cc: 'gcc',
  'c++': 'g++',
  ar: 'binutils',
  nasm: 'nasm',
  make: 'make',
  cmake: 'cmake',
  meson: 'meson',
  ninja: 'ninja-build',
  perl: 'perl',
  'pkg-config': 'pkg-config',
  'dpkg-source': 'dpkg-dev',
  tar: 'tar',
  strip: 'binutils',
  nm: 'binutils',
  objdump: 'binutils',
  readelf: 'binutils',
}

/** What strips the result and inspects it. */
const ALWAYS = ['strip', 'nm', 'objdump', 'readelf']

/** All programs that building these recipes takes. */
export const toolsOf = (recipes: readonly Recipe[], providersOwn: readonly string[]): string[] => [
  ...new Set([...recipes.flatMap(recipe => recipe.tools), ...providersOwn, ...ALWAYS]),
]

/** Installs what is missing where this process may, and otherwise tells what to install. */
export function installTools(tools: readonly string[]): void {
  const missing = () => tools.filter(tool => !isProgram(tool))
  const lacking = missing()
  if (lacking.length === 0) return
  for (const [program = '', ...args] of aptCommands(debianPackages(lacking), permissions()) ?? []) {
    spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  }
  const left = missing()
  if (left.length > 0) throw new BuildError(explain(left))
}

const debianPackages = (tools: readonly string[]) => [...new Set(tools.flatMap(tool => TOOLS[tool] ?? []))]

export const explain = (tools: readonly string[]): string =>
  `Missing on this system: ${tools.join(', ')}.\nOn Debian or Ubuntu run: sudo apt-get install ${debianPackages(tools).join(' ')}`
