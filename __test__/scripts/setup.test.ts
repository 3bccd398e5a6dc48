import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { isInstalled } from '../../scripts/setup/modules.mjs'
import { digest, readStamp, writeStamp } from '../../scripts/setup/stamp.mjs'
import {
  aptCommands,
  debianPackages,
  explainMissing,
  missing,
  type Probe,
  REQUIREMENTS,
} from '../../scripts/setup/system.mjs'

/** A system that has everything but what is named. */
function without(...names: string[]): Probe {
  const has = (name: string) => !names.includes(name)
  return { program: has, library: has, libclang: has }
}

test('missing: nothing on a complete system', t => {
  t.deepEqual(missing(without()), [])
})

test('missing: programs, libraries and libclang', t => {
  const names = missing(without('ffprobe', 'libavutil', 'libclang')).map(({ name }) => name)
  t.deepEqual(names, ['libavutil', 'libclang', 'ffprobe'])
})

test('debianPackages: each package once', t => {
  t.deepEqual(debianPackages(missing(without('ffmpeg', 'ffprobe', 'cc'))), ['gcc', 'ffmpeg'])
})

test('explainMissing: names what is missing and the command that installs it', t => {
  const message = explainMissing(missing(without('libswscale', 'clang')))
  t.true(message.includes('Missing on this system: libswscale, clang.'))
  t.true(message.includes('sudo apt-get install libswscale-dev clang'))
})

test('aptCommands: root installs without asking', t => {
  const commands = aptCommands(['clang'], { root: true, sudo: false, apt: true })
  t.is(commands?.length, 2)
  t.is(
    commands?.[1]?.join(' '),
    'env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends clang',
  )
})

test('aptCommands: others go through sudo when it needs no password', t => {
  const commands = aptCommands(['clang'], { root: false, sudo: true, apt: true }) ?? []
  t.true(commands.every(([program, flag]) => program === 'sudo' && flag === '-n'))
  t.is(aptCommands(['clang'], { root: false, sudo: false, apt: true }), undefined)
})

test('aptCommands: a system without apt-get installs nothing', t => {
  t.is(aptCommands(['clang'], { root: true, sudo: true, apt: false }), undefined)
})

test('REQUIREMENTS: every one has a Debian package', t => {
  t.true(REQUIREMENTS.every(({ debian }) => /^[a-z0-9-]+$/.test(debian)))
})

const lock = (packages: Record<string, { version: string; optional?: boolean }>) => ({ packages })

test('isInstalled: the same versions, whatever stands for the project itself', t => {
  const wanted = lock({ '': { version: '2.0.0' }, 'node_modules/a': { version: '1.0.0' } })
  t.true(isInstalled(wanted, lock({ 'node_modules/a': { version: '1.0.0' } })))
})

test('isInstalled: another version, or none', t => {
  const wanted = lock({ 'node_modules/a': { version: '1.0.1' } })
  t.false(isInstalled(wanted, lock({ 'node_modules/a': { version: '1.0.0' } })))
  t.false(isInstalled(wanted, lock({})))
})

test('isInstalled: an optional package may be absent but not old', t => {
  const wanted = lock({ 'node_modules/a-linux-arm64': { version: '1.0.1', optional: true } })
  t.true(isInstalled(wanted, lock({})))
  t.false(isInstalled(wanted, lock({ 'node_modules/a-linux-arm64': { version: '1.0.0' } })))
})

test('digest: changes with contents, names, new files and facts, and with nothing else', async t => {
  const root = await mkdtemp(join(tmpdir(), 'digest-'))
  t.teardown(() => rm(root, { recursive: true }))
  await mkdir(join(root, 'src/deep'), { recursive: true })
  await writeFile(join(root, 'src/deep/a'), 'one')
  const seen = new Set<string>()
  const note = (facts: string[] = []) => seen.add(digest(root, ['src', 'absent'], facts)).size
  t.is(note(), 1)
  await writeFile(join(root, 'src/deep/a'), 'one')
  t.is(note(), 1)
  await writeFile(join(root, 'src/deep/a'), 'two')
  t.is(note(), 2)
  await writeFile(join(root, 'src/b'), '')
  t.is(note(), 3)
  t.is(note(['ffmpeg 5.1']), 4)
})

test('stamps: what was written is read back; no stamp yet is none', async t => {
  const root = await mkdtemp(join(tmpdir(), 'stamp-'))
  t.teardown(() => rm(root, { recursive: true }))
  const file = join(root, 'new-folder/build.stamp')
  t.is(readStamp(file), '')
  writeStamp(file, 'abc')
  t.is(readStamp(file), 'abc')
})
