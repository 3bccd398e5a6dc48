import { spawn } from 'node:child_process'
import { type Counts, verdict } from './results.js'

/** A test suite, and how its counts are read from what it prints. */
export interface Runner {
  command: string
  args: string[]
  env?: Record<string, string>
  counts: (output: string) => Counts
}

/** Runs the tests, shows what they print, and gives the verdict. */
export function run({ command, args, env = {}, counts }: Runner): Promise<Counts> {
  return new Promise(resolve => {
    let output = ''
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      process.stdout.write(text)
    })
    child.on('error', error => console.error(`${command}: ${error.message}`))
    child.on('close', exitCode => resolve(verdict(counts(output), exitCode)))
  })
}
