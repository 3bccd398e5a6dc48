/** Runs the processing part of the TypeScript tests in another runtime; ends with one line `N passed, N failed`. */
import { fileURLToPath } from 'node:url'
import { summary, tapCounts } from '../results.js'
import { run } from '../runner.js'
import { BUN, CACHE, DENO, installed, type Program } from './programs.js'

interface Runtime {
  program: Program
  /** What stands between the program and the script. */
  args: string[]
  env: Record<string, string>
}

const RUNTIMES: Record<string, Runtime> = {
  bun: { program: BUN, args: ['--bun'], env: {} },
  deno: {
    program: DENO,
    // Tests name sources by what the TypeScript compiler makes of them.
    args: ['run', '--allow-all', '--unstable-sloppy-imports'],
    env: { DENO_DIR: `${CACHE}deno`, DENO_NO_UPDATE_CHECK: '1' },
  },
}

const [name = '', ...files] = process.argv.slice(2)
const runtime = RUNTIMES[name]
if (!runtime) throw new Error(`usage: test.ts ${Object.keys(RUNTIMES).join(' | ')} [test files]`)
const config = fileURLToPath(new URL('ava.config.mjs', import.meta.url))
const counts = await run({
  command: installed(runtime.program),
  args: [...runtime.args, 'node_modules/ava/entrypoints/cli.mjs', '--config', config, '--tap', ...files],
  env: runtime.env,
  counts: tapCounts,
})
console.log(summary(counts))
process.exitCode = counts.failed > 0 ? 1 : 0
