import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(import.meta.resolve('../../examples/transcode/main.js'))
/** Where the tests are TypeScript the example is so too. */
const LOADER = MAIN.endsWith('.ts') ? [`--import=${import.meta.resolve('@oxc-node/core/register')}`] : []

/** How a run of the example ended and what it printed. */
export interface DemoRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the example in a folder. */
export function runDemo(folder: string, ...args: string[]): Promise<DemoRun> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [...LOADER, MAIN, ...args], { cwd: folder })
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
