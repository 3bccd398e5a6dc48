import { copyFile, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { thisHost } from '../../src/native/platforms.js'
import { identityIn } from './program-identity.js'
import { temporaryDirectory } from './programs.js'

const onLinux = thisHost().platform === 'linux' ? test : test.skip

onLinux('program-identity: is that of the files of the program and of its libraries', async t => {
  const folder = await temporaryDirectory(t)
  const identity = await identityIn(folder)('ffprobe')
  t.regex(identity ?? '', /^[0-9a-f]{64}$/)
  t.is(await identityIn(folder)('ffprobe'), identity)
  const list = join(folder, 'ffprobe.libraries')
  const [own, ...libraries] = (await readFile(list, 'utf8')).split('\n')
  t.true(libraries.some(path => path.includes('libavcodec')))

  // As if one of the libraries was another file.
  const other = join(folder, 'libother.so')
  await copyFile(libraries[0] ?? '', other)
  await writeFile(list, [own, other, ...libraries.slice(1)].join('\n'))
  const changed = await identityIn(folder)('ffprobe')
  t.not(changed, identity)
  await utimes(other, 1, 1)
  t.not(await identityIn(folder)('ffprobe'), changed)

  // A list of another program's file is not believed.
  await writeFile(list, ['another file', other].join('\n'))
  t.is(await identityIn(folder)('ffprobe'), identity)
})

test('program-identity: of what is not on the PATH there is none', async t => {
  t.is(await identityIn(await temporaryDirectory(t))('no-such-program'), undefined)
})
