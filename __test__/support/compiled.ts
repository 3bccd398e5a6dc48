import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { ExecutionContext } from 'ava'
import { temporaryDirectory } from './programs.js'

const run = promisify(execFile)

/** A file of this folder in C as a shared library, until the test has ended. Gives its path. */
export async function compiled(t: ExecutionContext, source: string): Promise<string> {
  const library = join(await temporaryDirectory(t), 'library.so')
  const file = fileURLToPath(new URL(source, import.meta.url))
  await run('cc', ['-shared', '-fPIC', '-Wall', '-Wextra', '-Werror', '-o', library, file])
  return library
}
