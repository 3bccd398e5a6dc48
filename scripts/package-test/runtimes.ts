/** The runtimes that packages are tried in, and how scripts are run there. */
import { BUN, DENO, NODES, type Program } from '../runtimes/programs.js'

export interface Runtime {
  program: Program
  /** What stands between the program and the script. */
  args: string[]
  env: Record<string, string>
  /** The ways to load a module that tell why it fails. */
  failingWays: ('import' | 'require')[]
}

export const RUNTIMES: readonly Runtime[] = [
  ...NODES.map((program): Runtime => ({ program, args: [], env: {}, failingWays: ['import', 'require'] })),
  { program: BUN, args: ['run'], env: {}, failingWays: ['import', 'require'] },
  {
    program: DENO,
    args: ['run', '--allow-all'],
    env: { DENO_NO_UPDATE_CHECK: '1' },
    // Its require() does not hand on what an ES module throws.
    failingWays: ['import'],
  },
]
