/** Runs the processing part of the TypeScript tests in another runtime; ends with one line `N passed, N failed`. */
import { fileURLToPath } from 'node:url'
import { summary, tapCounts } from '../results.js'
import { run } from '../runner.js'
import { installed, RUNTIMES } from './programs.js'

const [name = '', ...files] = process.argv.slice(2)
const runtime = RUNTIMES[name]
if (!runtime) throw new Error(`usage: test.ts ${Object.keys(RUNTIMES).join(' | ')} [test files]`)
const config = fileURLToPath(new URL('ava.config.mjs', import.meta.url))
const counts = await run({
  command: installed(name, runtime),
  args: [...runtime.args, 'node_modules/ava/entrypoints/cli.mjs', '--config', config, '--tap', ...files],
  env: runtime.env,
  counts: tapCounts,
})
console.log(summary(counts))
process.exitCode = counts.failed > 0 ? 1 : 0
