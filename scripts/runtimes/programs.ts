/** The runtimes' programs, of the versions that are tested, from their npm packages; kept in `.cache/runtimes`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { arch, platform } from 'node:process'
import { fileURLToPath } from 'node:url'

export interface Program {
  /** With the version, e.g. "node 22.23.3". */
  name: string
  /** What npm installs: a package for one system and processor, with its version. */
  spec: string
  /** Where the program is below node_modules. */
  path: string
}

/** A runtime's package for this system and processor, which Node calls by other names than some runtimes. */
interface Packaging {
  packageOf(system: string, processor: string): string
  /** Without the suffix. */
  program: string
}

const BUN_NAMES: Record<string, string> = { win32: 'windows', arm64: 'aarch64' }

const PACKAGINGS = {
  node: {
    packageOf: (system, processor) => `node-${system === 'win32' ? 'win' : system}-${processor}`,
    program: 'bin/node',
  },
  bun: {
    packageOf: (...names) => `@oven/bun-${names.map(name => BUN_NAMES[name] ?? name).join('-')}`,
    program: 'bin/bun',
  },
  deno: {
    packageOf: (system, processor) => `@deno/${system}-${processor}${system === 'linux' ? '-glibc' : ''}`,
    program: 'deno',
  },
} satisfies Record<string, Packaging>

function program(runtime: keyof typeof PACKAGINGS, version: string): Program {
  const { packageOf, program } = PACKAGINGS[runtime]
  const from = packageOf(platform, arch)
  const suffix = platform === 'win32' ? '.exe' : ''
  return { name: `${runtime} ${version}`, spec: `${from}@${version}`, path: `${from}/${program}${suffix}` }
}

/** The versions that are maintained, the oldest first. */
export const NODES = [
  program('node', '20.20.2'),
  program('node', '22.23.3'),
  program('node', '24.21.0'),
  program('node', '26.10.0'),
] as const
export const BUN = program('bun', '1.4.5')
export const DENO = program('deno', '2.9.6')

export const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))

/** The program's file, which is installed when it is not there yet. */
export function installed({ name, spec, path }: Program): string {
  const folder = `${CACHE}runtimes/${name.replace(' ', '-')}`
  const file = `${folder}/node_modules/${path}`
  if (!existsSync(file)) {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const { status } = spawnSync('npm', ['install', '--prefix', folder, ...options, spec], {
      stdio: 'inherit',
      shell: platform === 'win32',
    })
    if (status !== 0) throw new Error(`${spec} cannot be installed`)
  }
  return file
}
