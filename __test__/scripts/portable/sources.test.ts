import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { compareVersions, fileHashes, newest, sourcesList, versionsIn } from '../../../scripts/portable/debian-texts.js'
import type { Pin, Recipe } from '../../../scripts/portable/recipe.js'
import { BuildError, output, run } from '../../../scripts/portable/run.js'
import type { Source } from '../../../scripts/portable/source.js'
import { upstream } from '../../../scripts/portable/upstream.js'
import { type Built, contentKey, relocated } from '../../../scripts/portable/workshop.js'

async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'portable-'))
  t.teardown(() => rm(path, { recursive: true }))
  return path
}

const recipe: Recipe = {
  name: 'thing',
  licence: 'MIT',
  licenceFiles: ['COPYING'],
  debian: 'libthing',
  flavours: ['lgpl'],
  needs: [],
  tools: [],
  archives: ['thing'],
  steps: ({ source, destination }) => [{ run: ['build', source, destination] }],
}

const SYSTEM = `
Types: deb
# by hand
URIs: http://mirror.test/debian
Suites: stone stone-updates
Components: main contrib
Signed-By: /keys/debian.gpg

Types: deb
URIs: http://mirror.test/debian-security
Suites: stone-security
Components: main
Enabled: no
`

test('sourcesList: source lines of the mirrors that the system has, of both formats', t => {
  const old = [
    '# deb http://mirror.test/comment stone main',
    'deb [arch=amd64 signed-by=/keys/other.gpg] http://mirror.test/other stone main',
    'deb http://mirror.test/elsewhere sand main',
    'deb http://mirror.test/tools stone extra',
  ]
  t.is(
    sourcesList([SYSTEM, old.join('\n')], 'stone'),
    [
      'deb-src [signed-by=/keys/debian.gpg] http://mirror.test/debian stone main',
      'deb-src [signed-by=/keys/debian.gpg] http://mirror.test/debian stone-updates main',
      'deb-src [signed-by=/keys/other.gpg] http://mirror.test/other stone main',
      '',
    ].join('\n'),
  )
})

test('sourcesList: a system without a mirror of its release is an error that says so', t => {
  t.throws(() => sourcesList([SYSTEM], 'sand'), { instanceOf: BuildError, message: /no mirror of sand/ })
})

test('newest: the versions of a list, each once, as dpkg orders them', t => {
  const versions = ['3.6.0-1+deb12u2', '3.6.0-1+deb12u10', '3.6.0-1', '3.6.0-1~rc1', '2:1.0-1', '3.6.0-1']
  const records = versions.map(version => `Package: aom\nVersion: ${version}\nFormat: 3.0\n`).join('\n')
  t.deepEqual(newest(versionsIn(records), compareVersions), [
    '2:1.0-1',
    '3.6.0-1+deb12u10',
    '3.6.0-1+deb12u2',
    '3.6.0-1',
    '3.6.0-1~rc1',
  ])
})

test('fileHashes: the SHA-256 of each file of a source package, and no other hash', t => {
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
  const description = [
    ...['Format: 3.0 (quilt)', 'Checksums-Sha1:', ` ${'c'.repeat(40)} 12 thing.tar.xz`],
    ...['Checksums-Sha256:', ` ${a} 12 thing.tar.xz`, ` ${b} 3 thing.debian.tar.xz`, 'Files:', ' dddd 12 thing.tar.xz'],
  ].join('\n')
  t.deepEqual(fileHashes(description), [
    { name: 'thing.tar.xz', sha256: a },
    { name: 'thing.debian.tar.xz', sha256: b },
  ])
})

test('upstream: a library without a pin is refused, with what to do', async t => {
  const provide = upstream(await folder(t), await folder(t), {})
  const error = await t.throwsAsync(provide(recipe), { instanceOf: BuildError })
  t.regex(error?.message ?? '', /^thing: no upstream release is pinned\. .*pins\.ts.*--provider debian/)
})

/** A server with an archive that holds a COPYING, and its pin. */
async function release(t: ExecutionContext): Promise<Pin> {
  const place = await folder(t)
  await writeFile(join(place, 'COPYING'), 'Do as you like.')
  output(['tar', '-czf', join(place, 'thing.tar.gz'), '-C', place, '--transform=s,^,thing-1/,', 'COPYING'])
  const archive = await readFile(join(place, 'thing.tar.gz'))
  const server = createServer((_, response) => response.end(archive)).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/thing-1.tar.gz`
  return { version: '1', url, sha256: createHash('sha256').update(archive).digest('hex') }
}

test('upstream: an archive with the pinned hash is unpacked, and told of with it', async t => {
  const pin = await release(t)
  const source = await upstream(await folder(t), await folder(t), { thing: pin })(recipe)
  t.is(await readFile(join(source.folder, 'COPYING'), 'utf8'), 'Do as you like.')
  t.is(source.version, '1')
  t.deepEqual(source.files, [{ name: 'thing-1.tar.gz', sha256: pin.sha256, url: pin.url }])
})

test('upstream: an archive with another hash is refused and not kept', async t => {
  const pin = await release(t)
  const place = await folder(t)
  const bad = { ...pin, sha256: '0'.repeat(64) }
  for (let attempt = 0; attempt < 2; attempt++) {
    const error = await t.throwsAsync(upstream(place, place, { thing: bad })(recipe), { instanceOf: BuildError })
    t.true(error?.message.includes(`SHA-256 ${pin.sha256}, but ${bad.sha256} is pinned`))
  }
})

const source: Source = {
  name: 'thing',
  version: '1',
  purl: 'pkg:generic/thing@1',
  origin: 'here',
  files: [{ name: 'thing.tar', sha256: '1'.repeat(64) }],
  folder: '/somewhere',
}
const built = (key: string): Built => ({ recipe, source, tree: `/trees/need-${key}` })

test('contentKey: follows from sources, commands and needs, and not from where they lie', t => {
  const key = contentKey(recipe, 'lgpl', source, [])
  t.is(contentKey(recipe, 'lgpl', { ...source, folder: '/elsewhere' }, []), key)
  const keys = [
    contentKey(recipe, 'lgpl', { ...source, files: [{ name: 'thing.tar', sha256: '2'.repeat(64) }] }, []),
    contentKey({ ...recipe, steps: () => [{ run: ['build', '--fast'] }] }, 'lgpl', source, []),
    contentKey({ ...recipe, tools: ['tar'] }, 'lgpl', source, []),
    contentKey(recipe, 'lgpl', source, [built('1')]),
    contentKey(recipe, 'lgpl', source, [built('2')]),
  ]
  t.is(new Set([key, ...keys]).size, keys.length + 1)
})

test('relocated: variables of a .pc file follow the file, and paths that only contain the prefix stay', t => {
  const text = 'prefix=/portable\nlibdir=/portable/lib\nother=/portables\nLibs: -L/work/portable/trees -lthing\n'
  t.is(
    relocated(text),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: pkg-config's variable
    'prefix=${pcfiledir}/../..\nlibdir=${pcfiledir}/../../lib\nother=/portables\nLibs: -L/work/portable/trees -lthing\n',
  )
})

test('run: what a program prints is logged, and a failure shows the end of it and the log', async t => {
  const place = await folder(t)
  const options = { cwd: place, log: join(place, 'logs', 'run.log') }
  await run(['node', '-e', 'console.log("fine")'], options)
  const error = await t.throwsAsync(run(['node', '-e', 'console.error("broken"); process.exit(3)'], options), {
    instanceOf: BuildError,
  })
  t.true(error?.message.startsWith('node failed (exit code 3):\nbroken'), error?.message)
  t.true(error?.message.endsWith(options.log))
  const log = await readFile(options.log, 'utf8')
  t.true(log.includes('fine\n') && log.includes('broken\n'))
  await t.throwsAsync(run(['no-such-program'], options), { instanceOf: BuildError, message: /no-such-program failed/ })
})
