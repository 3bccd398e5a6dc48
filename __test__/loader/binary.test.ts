import { closeSync, copyFileSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { inspect } from '../../src/native/binary.js'
import { BrokenFile } from '../../src/native/file-reader.js'
import { thisHost } from '../../src/native/platforms.js'
import {
  ADDON,
  altered,
  fileOf,
  folder,
  forMachine,
  machOHead,
  onGlibc,
  universal,
  windowsLibrary,
} from '../support/addon-files.js'

test('inspect: the addon and the runtime are for this host', t => {
  const { platform, architecture, libc } = thisHost()
  t.is(platform, process.platform)
  t.is(architecture, process.arch)
  for (const file of [ADDON, process.execPath]) {
    const binary = inspect(file)
    t.is(binary.platform, platform)
    t.true(binary.architectures.includes(architecture))
    t.is(binary.libc, libc)
  }
})

test('thisHost: the libc is that of the system', t => {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  t.is(thisHost().libc, process.platform !== 'linux' ? undefined : header.glibcVersionRuntime ? 'glibc' : 'musl')
})

for (const [title, bytes, binary] of [
  ['Mach-O for x64', machOHead(0x01000007), { platform: 'darwin', architectures: ['x64'] }],
  ['Mach-O for arm64', machOHead(0x0100000c), { platform: 'darwin', architectures: ['arm64'] }],
  ['universal Mach-O', universal(0x01000007, 0x0100000c), { platform: 'darwin', architectures: ['x64', 'arm64'] }],
  ['PE for x64', windowsLibrary(0x8664), { platform: 'win32', architectures: ['x64'] }],
  ['PE for arm64', windowsLibrary(0xaa64), { platform: 'win32', architectures: ['arm64'] }],
] as const) {
  test(`inspect: ${title}`, async t => {
    t.like(inspect(await fileOf(t, bytes)), binary)
  })
}

for (const [title, bytes, binary] of [
  ['for arm64', () => forMachine(183), { platform: 'linux', architectures: ['arm64'], libc: 'glibc' }],
  ['for a machine without a name', () => forMachine(9999), { architectures: ['machine 9999'] }],
  ['with musl', () => altered('libc.so.6\0', 'libc.so\0'), { libc: 'musl' }],
] as const) {
  onGlibc(`inspect: ELF ${title}`, async t => {
    t.like(inspect(await fileOf(t, bytes())), binary)
  })
}

for (const [title, bytes, message] of [
  ['an empty file', '', /is empty/],
  ['a text', 'module.exports = {}', /is no native addon/],
  ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\n', /is no native addon/],
  ['less than a head', '\x7fE', /is no native addon/],
  ['a head alone', Buffer.from([0x7f, 0x45, 0x4c, 0x46]), /is cut off/],
  ['a class file of Java', Buffer.from('cafebabe0000003400000000', 'hex'), /is damaged/],
  ['a universal Mach-O that is cut off', universal(7, 12).subarray(0, -1), /is cut off/],
  ['a PE that is cut off', windowsLibrary(0x8664).subarray(0, -1), /is cut off/],
] as const) {
  test(`inspect: ${title} is refused`, async t => {
    const file = await fileOf(t, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
    t.throws(() => inspect(file), { instanceOf: BrokenFile, message })
  })
}

test('inspect: a folder is refused', async t => {
  const path = await folder(t)
  t.throws(() => inspect(path), { instanceOf: BrokenFile, message: 'is not a file' })
})

test('inspect: the addon is refused wherever it is cut off', async t => {
  const file = join(await folder(t), 'cut.node')
  copyFileSync(ADDON, file)
  const { size } = statSync(file)
  const descriptor = openSync(file, 'r+')
  t.teardown(() => closeSync(descriptor))
  for (let length = size - 1; length > 0; length = Math.floor(length * 0.8)) {
    ftruncateSync(descriptor, length)
    t.throws(() => inspect(file), { instanceOf: BrokenFile }, `${length} of ${size} bytes`)
  }
})

test('inspect: no byte of the head makes it fail in another way', async t => {
  const file = join(await folder(t), 'hostile.node')
  copyFileSync(ADDON, file)
  const head = readFileSync(ADDON).subarray(0, 704)
  const descriptor = openSync(file, 'r+')
  t.teardown(() => closeSync(descriptor))
  let refused = 0
  for (let at = 0; at < head.length; at++) {
    for (const value of [0, 0xff]) {
      writeSync(descriptor, Uint8Array.of(value), 0, 1, at)
      try {
        inspect(file)
      } catch (error) {
        if (!(error instanceof BrokenFile)) throw error
        refused++
      }
    }
    writeSync(descriptor, head, at, 1, at)
  }
  t.true(refused > 30)
  t.deepEqual(inspect(file), inspect(ADDON))
})
