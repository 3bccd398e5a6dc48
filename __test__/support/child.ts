import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a process ended. `code` is null when a signal, such as that of the time limit, ended it. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface ChildOptions {
  /** Arguments of node, before the program. */
  nodeArguments?: string[]
  /** A program, with arguments, that starts node. */
  wrapper?: string[]
  env?: Record<string, string>
}

/** Milliseconds after which a child counts as hung and is killed. */
const LIMIT = 300_000

/** Runs one of `__test__/process/programs` in a node of its own. */
export function runProgram(
  name: string,
  args: (string | number)[] = [],
  { nodeArguments = [], wrapper = [], env = {} }: ChildOptions = {},
): Promise<Ended> {
  const file = fileURLToPath(new URL(`../process/programs/${name}`, import.meta.url))
  const [command = '', ...rest] = [...wrapper, process.execPath, ...nodeArguments, file, ...args.map(String)]
  const child = spawn(command, rest, {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...output }))
  })
}
