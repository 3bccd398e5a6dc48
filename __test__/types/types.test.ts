import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'

const TSC = fileURLToPath(new URL('../../node_modules/typescript/lib/tsc.js', import.meta.url))

/** What the compiler says of the project in a directory beside this file. */
async function compile(directory: string): Promise<string> {
  const project = fileURLToPath(new URL(directory, import.meta.url))
  try {
    await promisify(execFile)(process.execPath, [TSC, '-p', project])
    return ''
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

test('typings: a program without lib.dom compiles', async t => {
  t.is(await compile('no-dom'), '')
})

test("typings: ours and lib.dom's are assignable to each other", async t => {
  t.is(await compile('dom'), '')
})
