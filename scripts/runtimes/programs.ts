/** The other runtimes' programs, from their npm packages, kept in `.cache/runtimes`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { arch, platform } from 'node:process'
import { fileURLToPath } from 'node:url'

export interface Runtime {
  /** The pinned version of its packages. */
  version: string
  /** The package for a platform, and the program in it without its suffix. Those that Node calls by other names are there. */
  packageOf(platform: string, arch: string): string
  program: string
  /** Arguments before the script. */
  args: string[]
  env: Record<string, string>
}

const cache = fileURLToPath(new URL('../../.cache/', import.meta.url))

const BUN_NAMES: Record<string, string> = { win32: 'windows', arm64: 'aarch64' }

export const RUNTIMES: Record<string, Runtime> = {
  bun: {
    version: '1.4.5',
    packageOf: (...names) => `@oven/bun-${names.map(name => BUN_NAMES[name] ?? name).join('-')}`,
    program: 'bin/bun',
    args: ['--bun'],
    env: {},
  },
  deno: {
    version: '2.9.6',
    packageOf: (system, processor) => `@deno/${system}-${processor}${system === 'linux' ? '-glibc' : ''}`,
    program: 'deno',
    // Tests name sources by what the TypeScript compiler makes of them.
    args: ['run', '--allow-all', '--unstable-sloppy-imports'],
    env: { DENO_DIR: `${cache}deno`, DENO_NO_UPDATE_CHECK: '1' },
  },
}

/** The path of a runtime's program, which is installed when it is not there yet. */
export function installed(name: string, { version, packageOf, program }: Runtime): string {
  const folder = `${cache}runtimes/${name}-${version}`
  const wanted = packageOf(platform, arch)
  const path = `${folder}/node_modules/${wanted}/${program}${platform === 'win32' ? '.exe' : ''}`
  if (!existsSync(path)) {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
    const { status } = spawnSync('npm', ['install', '--prefix', folder, ...options, `${wanted}@${version}`], {
      stdio: 'inherit',
      shell: platform === 'win32',
    })
    if (status !== 0) throw new Error(`${wanted}@${version} cannot be installed`)
  }
  return path
}
