import { readFileSync } from 'node:fs'
import test from 'ava'
import { glibcOfMachine, isNewGlibc } from '../../../scripts/portable/glibc.js'
import { LINKERS, type Linker } from '../../../scripts/portable/linkers.js'
import { SYSTEMS } from '../../../scripts/portable/systems.js'

const locate = (compiler: string, library: string) => `/${compiler}/${library}`
const filesOf = ({ files }: Linker) => files(locate, ['ogg', 'opus'])
const WORKSHOP = { folder: '/workshop', logs: '/workshop/logs' }

test('glibcOfMachine: what the runtime is run with', t => {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  t.is(glibcOfMachine(), header.glibcVersionRuntime ?? '')
})

test('isNewGlibc: by numbers, and no other libc is new', t => {
  t.deepEqual(['2.17', '2.28', '2.28.1', '2.3', '2.36', ''].filter(isNewGlibc), ['2.28.1', '2.36'])
})

test('linkers: on Linux, by the glibc of the machine', t => {
  t.is(SYSTEMS.linux.linker(), isNewGlibc(glibcOfMachine()) ? LINKERS.zig : LINKERS.gnu)
})

test("linkers: GNU's finds the C++ library and the unwinder as archives under the names that are linked", t => {
  t.deepEqual(filesOf(LINKERS.gnu), [
    { name: 'libstdc++.a', from: '/c++/libstdc++.a' },
    { name: 'libatomic.a', from: '/c++/libatomic.a' },
    { name: 'libgcc_s.a', text: 'GROUP ( /cc/libgcc_eh.a /cc/libgcc.a )\n' },
  ])
})

test("linkers: Zig's is told the oldest glibc, and finds each archive in the place of a shared library", t => {
  const { target } = LINKERS.zig
  t.deepEqual(target('x86_64-unknown-linux-gnu'), ['--cross-compile', '--target', 'x86_64-unknown-linux-gnu.2.28'])
  t.deepEqual(filesOf(LINKERS.zig), [
    { name: 'libogg.so', text: 'INPUT ( libogg.a )\n' },
    { name: 'libopus.so', text: 'INPUT ( libopus.a )\n' },
  ])
})

test('linkers: what is downloaded to link by Zig is pinned, with the hash of each file', t => {
  const file = new URL('../../../scripts/portable/zig.requirements.txt', import.meta.url)
  const requirements = readFileSync(file, 'utf8')
    .replace(/\\\n/g, '')
    .replace(/^#.*\n/, '')
    .trim()
    .split('\n')
  t.is(requirements.length, 2)
  for (const line of requirements) t.regex(line, /^(cargo-zigbuild|ziglang)==[\d.]+( +--hash=sha256:[0-9a-f]{64}){3}$/)
})

test('linkers: on macOS, no library of the compiler is put into the addon, and no needless framework stays', t => {
  const { arguments: options, kinds } = LINKERS.apple
  t.deepEqual(
    filesOf(LINKERS.apple).map(({ name }) => name),
    ['QTKit.framework/QTKit.tbd', 'VideoDecodeAcceleration.framework/VideoDecodeAcceleration.tbd'],
  )
  t.deepEqual(filesOf(LINKERS.apple)[0], {
    name: 'QTKit.framework/QTKit.tbd',
    text: `--- !tapi-tbd
tbd-version: 4
targets: [ x86_64-macos, arm64-macos ]
install-name: '/System/Library/Frameworks/QTKit.framework/Versions/A/QTKit'
...
`,
  })
  t.true(kinds.includes('framework') && options.includes('-Wl,-dead_strip_dylibs'))
})

test('linkers: on Windows, napi-build finds the library of Node that it asks for, which has nothing in it', async t => {
  const texts = filesOf(LINKERS.msys2).filter(file => 'text' in file)
  t.deepEqual(texts, [
    { name: 'libnode.dll', text: '' },
    { name: 'libnode.a', text: '!<arch>\n' },
  ])
  t.deepEqual(await LINKERS.msys2.environment('D:/link', WORKSHOP), { LIBNODE_PATH: 'D:/link' })
})
