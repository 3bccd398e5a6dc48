/** Running programs: their output goes to a log file, and its end is shown when one fails. */
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** What stops the build, told without a stack. */
export class BuildError extends Error {}

export interface RunOptions {
  cwd: string
  log: string
  env?: NodeJS.ProcessEnv
  input?: string | undefined
}

const SHOWN_LINES = 25

/** Appends what the program prints to the log. Rejects with a BuildError that shows the end of it. */
export async function run([program = '', ...args]: readonly string[], options: RunOptions): Promise<void> {
  const { cwd, log, env = process.env, input } = options
  mkdirSync(dirname(log), { recursive: true })
  const file = createWriteStream(log, { flags: 'a' })
  file.write(`\n$ ${[program, ...args].join(' ')}\n`)
  let tail = ''
  const ended = await new Promise<string>(resolve => {
    const child = spawn(program, args, { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        file.write(text)
        tail = (tail + text).split('\n').slice(-SHOWN_LINES).join('\n')
      })
    }
    child.stdin?.end(input)
    child.on('error', error => resolve(error.message))
    child.on('close', (code, signal) => resolve(code === 0 ? '' : (signal ?? `exit code ${code}`)))
  })
  await new Promise(resolve => file.end(resolve))
  if (ended !== '') throw new BuildError(`${program} failed (${ended}):\n${tail.trimEnd()}\nAll of it: ${log}`)
}

/** What a program prints, at once. Throws a BuildError when it fails. */
export function output([program = '', ...args]: readonly string[], env = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', env, maxBuffer: 1 << 28 })
  if (error || status !== 0) {
    throw new BuildError(`${[program, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`)
  }
  return stdout
}
