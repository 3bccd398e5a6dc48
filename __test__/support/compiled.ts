import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test, { type ExecutionContext } from 'ava'
import { temporaryDirectory } from './programs.js'

const run = promisify(execFile)

/** For libraries that are preloaded, and for machine code. */
const possible =
  process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && spawnSync('cc', ['--version']).status === 0
export const onLinux = possible ? test : test.skip
/** For the ends of titles. */
export const unless = possible ? '' : ' (only on Linux, on x64 and arm64, with a C compiler)'

/** A file of this folder in C as a shared library, until the test has ended. Gives its path. */
export async function compiled(t: ExecutionContext, source: string): Promise<string> {
  const library = join(await temporaryDirectory(t), 'library.so')
  const file = fileURLToPath(new URL(source, import.meta.url))
  await run('cc', ['-shared', '-fPIC', '-Wall', '-Wextra', '-Werror', '-o', library, file])
  return library
}
