import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { keeping } from './kept-runs.js'
import { temporaryDirectory } from './programs.js'

/** A program that joins the files of `join in… out` into the last, and tells how often it has run. */
async function setup(t: ExecutionContext) {
  const directory = await temporaryDirectory(t)
  const folder = join(directory, 'runs')
  let runs = 0
  let build: string | undefined = 'build 1'
  const execute = async (_: string, args: string[]) => {
    runs += 1
    if (args[0] === 'fail') throw new Error('it failed')
    if (args[0] === 'join') {
      const parts = await Promise.all(args.slice(1, -1).map(file => readFile(file)))
      await writeFile(args.at(-1) as string, Buffer.concat(parts))
    }
    return { stdout: Buffer.from(`run ${runs}`), stderr: Buffer.from([255, runs]) }
  }
  const run = keeping(execute, { folder, identity: async () => build })
  return {
    folder,
    path: (name: string) => join(directory, name),
    /** What the program said and how often it has run then. */
    async ask(...args: string[]) {
      const { stdout, stderr } = await run('program', args)
      return [stdout.toString(), [...stderr], runs]
    },
    rebuild(to: string | undefined) {
      build = to
    },
  }
}

test('kept-runs: the same arguments are asked once, and answered with the very bytes', async t => {
  const { ask } = await setup(t)
  t.deepEqual(await ask('a', 'b'), ['run 1', [255, 1], 1])
  t.deepEqual(await ask('a', 'b'), ['run 1', [255, 1], 1])
  t.deepEqual(await ask('a', 'c'), ['run 2', [255, 2], 2])
  t.deepEqual(await ask('a b'), ['run 3', [255, 3], 3])
})

test('kept-runs: a file counts by its bytes and its extension, not by its name', async t => {
  const { ask, path } = await setup(t)
  await writeFile(path('one.ivf'), 'bytes')
  await ask(path('one.ivf'))
  await mkdir(path('elsewhere'))
  for (const [name, content, runs] of [
    ['elsewhere/two.ivf', 'bytes', 1],
    ['two.webm', 'bytes', 2],
    ['elsewhere/two.ivf', 'byteZ', 3],
    ['one.ivf', 'bytes', 3],
  ] as const) {
    await writeFile(path(name), content)
    t.is((await ask(path(name)))[2], runs, name)
  }
})

test('kept-runs: files that the program writes are written again', async t => {
  const { ask, path } = await setup(t)
  await mkdir(path('again'))
  await writeFile(path('a'), 'left ')
  await writeFile(path('b'), 'right')
  await ask('join', path('a'), path('b'), path('out'))
  t.is((await ask('join', path('a'), path('b'), path('again/out')))[2], 1)
  t.is(await readFile(path('again/out'), 'utf8'), 'left right')
})

test('kept-runs: a run that writes over a file that was there is made again', async t => {
  const { ask, path } = await setup(t)
  await writeFile(path('a'), 'new')
  await writeFile(path('out'), 'before')
  await utimes(path('out'), 1, 1)
  await ask('join', path('a'), path('out'))
  await writeFile(path('out'), 'before')
  t.is((await ask('join', path('a'), path('out')))[2], 2)
  t.is(await readFile(path('out'), 'utf8'), 'new')
})

test('kept-runs: a run that fails, or may depend on what is not known, is made again', async t => {
  const { ask, path, folder, rebuild } = await setup(t)
  await t.throwsAsync(ask('fail'), { message: 'it failed' })
  await t.throwsAsync(ask('fail'), { message: 'it failed' })
  await ask(path('never-written'))
  t.is((await ask(path('never-written')))[2], 4)
  await ask(`movie=${path('film')}`)
  t.is((await ask(`movie=${path('film')}`))[2], 6)
  rebuild(undefined)
  await ask('a')
  t.is((await ask('a'))[2], 8)
  await t.throwsAsync(readdir(folder), { code: 'ENOENT' })
})

test('kept-runs: another build of the program is asked again', async t => {
  const { ask, rebuild } = await setup(t)
  await ask('a')
  rebuild('build 2')
  t.is((await ask('a'))[2], 2)
  rebuild('build 1')
  t.is((await ask('a'))[2], 2)
})

test('kept-runs: the time of its file is that of its last use', async t => {
  const { ask, folder } = await setup(t)
  await ask('a')
  const [name = ''] = await readdir(folder)
  await utimes(join(folder, name), 1, 1)
  await ask('a')
  t.true((await stat(join(folder, name))).mtimeMs > 1000)
})
