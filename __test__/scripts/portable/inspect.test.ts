import { readFileSync, statSync } from 'node:fs'
import test from 'ava'
import { definedSymbols, highestGlibc, neededLibraries } from '../../../scripts/portable/formats/elf.js'
import { faults, type Inspection, inspect } from '../../../scripts/portable/inspect.js'
import { compareNumbers } from '../../../scripts/portable/versions.js'
import { ADDON, fileOf, onGlibc } from '../../support/addon-files.js'

test('inspect: reads what readelf, nm and objdump print', t => {
  const dynamic = [
    ' 0x0000000000000001 (NEEDED)             Shared library: [libm.so.6]',
    ' 0x000000000000000e (SONAME)             Library soname: [libthing.so]',
    ' 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]',
  ].join('\n')
  t.deepEqual(neededLibraries(dynamic), ['libm.so.6', 'libc.so.6'])
  t.deepEqual(definedSymbols('00000000000a1b20 T napi_register_module_v1\n0000000000000000 D thing@@V1\n'), [
    'napi_register_module_v1',
    'thing',
  ])
  const symbols = ['(GLIBC_2.2.5) free', '(GLIBC_2.34) pthread_join', '(GLIBC_2.4) x', 'GLIBC_PRIVATE'].join('\n')
  t.is(highestGlibc(symbols), '2.34')
  t.is(highestGlibc('no versions'), '')
  t.deepEqual(['2.34', '2.4', '2.28', '2.4.1'].sort(compareNumbers), ['2.4', '2.4.1', '2.28', '2.34'])
})

onGlibc('inspect: the addon that is built here is linked with libc and with FFmpeg', async t => {
  const trace = await fileOf(t, Buffer.concat([readFileSync(ADDON), Buffer.from('/build/engine.rs')]))
  const { bytes, needed, exported, glibc, traces } = inspect(trace, ['/build', '/bui'])
  t.is(bytes, statSync(ADDON).size + '/build/engine.rs'.length)
  t.true(needed.includes('libc.so.6') && needed.some(name => name.startsWith('libavcodec.so.')))
  t.true(exported.includes('napi_register_module_v1'))
  t.regex(glibc, /^2\.\d+$/)
  t.deepEqual(traces, ['/build'])
})

const GOOD: Inspection = {
  platform: 'linux',
  bytes: 15_000_000,
  needed: ['libc.so.6', 'libm.so.6', 'ld-linux-x86-64.so.2'],
  exported: ['napi_register_module_v1'],
  glibc: '2.28',
  macos: '',
  traces: [],
}

test('faults: none in an addon that needs no more than libc, of the oldest version at most', t => {
  t.deepEqual(faults(GOOD, 'lgpl'), [])
})

/** Addons for other systems that ask for nothing but theirs. */
const GOOD_ELSEWHERE: Record<string, Inspection> = {
  darwin: {
    ...{ ...GOOD, platform: 'darwin', glibc: '', macos: '11.0' },
    needed: ['/usr/lib/libSystem.B.dylib', '/usr/lib/libc++.1.dylib', '/usr/lib/libiconv.2.dylib'],
  },
  win32: {
    ...{ ...GOOD, platform: 'win32', glibc: '' },
    needed: ['KERNEL32.dll', 'ntdll.dll', 'api-ms-win-crt-runtime-l1-1-0.dll', 'bcryptprimitives.dll'],
  },
}

test('faults: none in addons for macOS and Windows that need no more than these have', t => {
  for (const [platform, good] of Object.entries(GOOD_ELSEWHERE)) t.deepEqual(faults(good, 'lgpl'), [], platform)
})

for (const [platform, change, fault] of [
  ['darwin', { needed: ['/opt/homebrew/lib/libx264.dylib'] }, 'it needs /opt/homebrew/lib/libx264.dylib'],
  ['darwin', { macos: '15.0' }, 'it needs macOS 15.0, beyond 11.0'],
  ['win32', { needed: ['libc++.dll', 'KERNEL32.dll'] }, 'it needs libc++.dll'],
  ['win32', { needed: ['libc.so.6'] }, 'it needs libc.so.6'],
] as const) {
  test(`faults: on ${platform}, ${fault.replace(/^it needs /, '')} is more than that has`, t => {
    t.deepEqual(faults({ ...GOOD_ELSEWHERE[platform], ...change } as Inspection, 'lgpl'), [fault])
  })
}

for (const [what, change, fault] of [
  ['a foreign library', { needed: ['libc.so.6', 'libstdc++.so.6'] }, 'it needs libstdc++.so.6'],
  ['a library that not every glibc comes with', { needed: ['libmvec.so.1'] }, 'it needs libmvec.so.1'],
  ['a visible symbol', { exported: [...GOOD.exported, 'av_free'] }, 'it shows symbols of its libraries: av_free'],
  ['no entry point', { exported: [] }, 'it is no Node-API addon'],
  ['too much', { bytes: 20_000_001 }, 'it has 20000001 bytes, more than 20000000'],
  ['a newer glibc', { glibc: '2.29' }, 'it needs glibc 2.29, beyond 2.28'],
  ['a trace', { traces: ['/build'] }, 'it names /build, a folder of the build machine'],
] as const) {
  test(`faults: ${what} is told`, t => {
    t.deepEqual(faults({ ...GOOD, ...change } as Inspection, 'lgpl'), [fault])
  })
}
