/** Runs both test suites, shows what they print, and ends with one line over both: `N passed, N failed`. */
import { type Counts, cargoCounts, summary, tapCounts, total } from './results.js'
import { type Runner, run } from './runner.js'

const RUNNERS: Runner[] = [
  { command: 'cargo', args: ['test', '--workspace', '--no-fail-fast'], counts: cargoCounts },
  { command: 'node_modules/.bin/ava', args: ['--tap'], counts: tapCounts },
]

if (process.argv.length > 2) {
  console.error('npm test runs everything and takes no arguments; for one file: npx ava <file>, cargo test -p <crate>')
  process.exit(1)
}
const results: Counts[] = []
for (const runner of RUNNERS) results.push(await run(runner))
const all = total(results)
console.log(summary(all))
process.exitCode = all.failed > 0 ? 1 : 0
