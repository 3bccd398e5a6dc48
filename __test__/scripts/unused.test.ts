import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { removeOlder } from '../../scripts/tests/unused.js'
import { temporaryDirectory } from '../support/programs.js'

test('removeOlder: of a folder the files stay that are as new as the time', async t => {
  const folder = await temporaryDirectory(t)
  for (const [name, seconds] of [
    ['old', 9],
    ['same', 10],
    ['new', 11],
  ] as const) {
    await writeFile(join(folder, name), name)
    await utimes(join(folder, name), seconds, seconds)
  }
  removeOlder(folder, 10_000)
  t.deepEqual((await readdir(folder)).sort(), ['new', 'same'])
})

test('removeOlder: a folder that is not there has none', t => {
  t.notThrows(() => removeOlder('/no/such/folder', 1))
})
