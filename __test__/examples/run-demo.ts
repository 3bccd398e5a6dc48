import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../examples/transcode/main.ts', import.meta.url))
const REGISTER = import.meta.resolve('@oxc-node/core/register')

/** How a run of the example ended and what it printed. */
export interface DemoRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the example in a folder. */
export function runDemo(folder: string, ...args: string[]): Promise<DemoRun> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [`--import=${REGISTER}`, MAIN, ...args], { cwd: folder })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', text => {
      said.stdout += text
    })
    child.stderr.on('data', text => {
      said.stderr += text
    })
    child.on('close', code => resolve({ code, ...said }))
  })
}
