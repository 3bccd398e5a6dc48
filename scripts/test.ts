/** Runs both test suites, shows what they print, and ends with one line over both: `N passed, N failed`. */
import { join } from 'node:path'
import { type Counts, cargoCounts, summary, tapCounts, total } from './results.js'
import { type Runner, run } from './runner.js'
import { makeTree } from './tests/tree.js'
import { removeOlder } from './tests/unused.js'

const RUNNERS: Runner[] = [
  { command: 'cargo', args: ['test', '--workspace', '--no-fail-fast'], counts: cargoCounts },
  { command: 'node_modules/.bin/ava', args: ['--config', 'scripts/tests/ava.config.mjs', '--tap'], counts: tapCounts },
]

if (process.argv.length > 2) {
  console.error('npm test runs everything and takes no arguments; for one file: npx ava <file>, cargo test -p <crate>')
  process.exit(1)
}
const start = Date.now()
makeTree(process.cwd(), join(process.cwd(), '.cache/tests'))
const results: Counts[] = []
for (const runner of RUNNERS) results.push(await run(runner))
const all = total(results)
// What no test has asked for, as `__test__/support/kept-runs.ts` keeps it, will not be asked for again.
if (all.failed === 0) removeOlder('.cache/runs', start)
console.log(summary(all))
process.exitCode = all.failed > 0 ? 1 : 0
