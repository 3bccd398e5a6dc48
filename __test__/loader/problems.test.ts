/** Every problem of the table, met for real. What needs a process of its own is in packages.test.ts. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import test, { type ExecutionContext } from 'ava'
import { NativeLoadError } from '../../src/native/load-error.js'
import { loadAddon } from '../../src/native/loader.js'
import { type Place, placesOf } from '../../src/native/places.js'
import { type Host, PLATFORMS, thisHost } from '../../src/native/platforms.js'
import { PROBLEMS, type Problem } from '../../src/native/problems.js'
import { ADDON, altered, fileOf, forMachine, onGlibc, windowsLibrary } from '../support/addon-files.js'

const place = (find: () => string): Place => ({
  name: 'here',
  find,
  load: createRequire(import.meta.url),
  renew: 'Get another one.',
})

/** What comes of loading this file as the addon. */
function failure(t: ExecutionContext, file: string, host: Host = thisHost()): NativeLoadError {
  const error = t.throws(() => loadAddon(host, [place(() => file)]), { instanceOf: NativeLoadError })
  t.is(error.code, 'ERR_WEBCODECS_NATIVE_LOAD')
  t.is(error.cause, error.errors.at(-1))
  t.true(error.message.includes(file), error.message)
  return error
}

const otherMachine = process.arch === 'arm64' ? 62 : 183
/** The oldest version of glibc for this processor, which everything asks for. */
const oldest = process.arch === 'arm64' ? 'GLIBC_2.17' : 'GLIBC_2.2.5'

/** Files that are found and do not load. */
const FILES: Partial<Record<Problem, { bytes: () => Uint8Array; name?: string; says: RegExp }>> = {
  'wrong-libc': { bytes: () => altered('libc.so.6\0', 'libc.so\0'), says: /is for linux \w+, musl.*this is glibc/s },
  'wrong-architecture': { bytes: () => forMachine(otherMachine), says: /is for linux \w+.*This process is \w+/s },
  'wrong-platform': { bytes: () => windowsLibrary(0x8664), says: /is for win32 x64/ },
  'damaged-file': { bytes: () => readFileSync(ADDON).subarray(0, 100_000), says: /is cut off: it has 100000 bytes/ },
  'missing-library': { bytes: () => altered('libc.so.6\0', 'libq.so.6\0'), says: /has no libq\.so\.6/ },
  'old-libc': {
    bytes: () => altered(`\0${oldest}\0`, `\0${oldest.replace('2', '9')}\0`),
    says: /needs GLIBC_9\.[\d.]+,/,
  },
  'old-runtime': { bytes: () => altered('\0napi_create_function\0', '\0napi_create_fraction\0'), says: /Node-API/ },
  'packed-in-asar': {
    bytes: () => altered('napi_register_module_v1\0', 'napi_register_module_v0\0'),
    name: 'app.asar/node_modules/addon.node',
    says: /asarUnpack to "\*\*\/\*\.node"/,
  },
  unknown: { bytes: () => altered('napi_register_module_v1\0', 'napi_register_module_v0\0'), says: /self-register/ },
}

for (const [problem, { bytes, name, says }] of Object.entries(FILES)) {
  onGlibc(`loadAddon: ${problem}`, async t => {
    const error = failure(t, await fileOf(t, bytes(), name))
    t.is(error.problem, problem as Problem)
    t.regex(error.message, says)
    t.true(error.message.includes(`: ${problem}.`) && error.message.includes('docs/troubleshooting.md'))
  })
}

/** Platforms whose packages are not installed in this checkout, as none is. */
for (const { triple, ...host } of PLATFORMS) {
  test(`loadAddon: not-installed: ${triple}`, t => {
    const error = t.throws(() => loadAddon(host, placesOf(host, '').slice(1)), { instanceOf: NativeLoadError })
    t.is(error.problem, 'not-installed')
    t.true(error.message.includes(`on ${triple} (`))
    t.true(
      error.message.includes(`\n  webcodecs-native-gpl-${triple}: not installed\n  webcodecs-native-${triple}: not `),
    )
    t.is(error.errors.length, 2)
  })
}

test('loadAddon: unsupported-platform: names those that are supported', t => {
  const host: Host = { platform: 'linux', architecture: 'riscv64', libc: 'glibc' }
  const error = t.throws(() => loadAddon(host, placesOf(host, '')), { instanceOf: NativeLoadError })
  t.is(error.problem, 'unsupported-platform')
  t.true(error.message.includes('on linux-riscv64-gnu (linux riscv64, glibc)'))
  for (const { triple } of PLATFORMS) t.true(error.message.includes(triple), triple)
})

test('loadAddon: file-not-found: only the file that the variable names is looked for', t => {
  const places = placesOf(thisHost(), 'no/such/addon.node')
  const error = t.throws(() => loadAddon(thisHost(), places), { instanceOf: NativeLoadError })
  t.is(error.problem, 'file-not-found')
  t.regex(error.message, /\n {2}WEBCODECS_NATIVE_PATH: not there \(.*no\/such\/addon\.node\)\n/)
  t.is(error.errors.length, 1)
})

test('loadAddon: a file that does not load is not passed over in favour of the next one', async t => {
  const broken = await fileOf(t, 'text')
  const places = [place(() => broken), place(() => ADDON)]
  t.throws(() => loadAddon(thisHost(), places), { instanceOf: NativeLoadError })
  t.is(typeof loadAddon(thisHost(), places.slice(1)).addonVersion(), 'string')
})

test('docs/troubleshooting.md: has a section for each problem, and for no other', t => {
  const text = readFileSync('docs/troubleshooting.md', 'utf8')
  const sections = [...text.matchAll(/^### `(.*)`$/gm)].map(([, name]) => name)
  t.deepEqual(sections.sort(), Object.keys(PROBLEMS).sort())
  for (const word of ['ERR_WEBCODECS_NATIVE_LOAD', 'WEBCODECS_NATIVE_PATH']) {
    t.true(text.includes(word) && readFileSync('README.md', 'utf8').includes(word), word)
  }
})
