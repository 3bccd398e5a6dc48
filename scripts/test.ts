/** Runs both test suites, shows what they print, and ends with one line over both: `N passed, N failed`. */
import { spawn } from 'node:child_process'
import { type Counts, cargoCounts, summary, tapCounts, total, verdict } from './results.js'

interface Runner {
  command: string
  args: string[]
  counts: (output: string) => Counts
}

const RUNNERS: Runner[] = [
  { command: 'cargo', args: ['test', '--workspace', '--no-fail-fast'], counts: cargoCounts },
  { command: 'node_modules/.bin/ava', args: ['--tap'], counts: tapCounts },
]

function run({ command, args, counts }: Runner): Promise<Counts> {
  return new Promise(resolve => {
    let output = ''
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      process.stdout.write(text)
    })
    child.on('error', error => console.error(`${command}: ${error.message}`))
    child.on('close', exitCode => resolve(verdict(counts(output), exitCode)))
  })
}

if (process.argv.length > 2) {
  console.error('npm test runs everything and takes no arguments; for one file: npx ava <file>, cargo test -p <crate>')
  process.exit(1)
}
const results: Counts[] = []
for (const runner of RUNNERS) results.push(await run(runner))
const all = total(results)
console.log(summary(all))
process.exitCode = all.failed > 0 ? 1 : 0
