import { join } from 'node:path'
import test from 'ava'
import { VERSION } from '../../src/version.js'
import { ADDON, altered } from '../support/addon-files.js'
import { install, run, TRIPLE } from '../support/package-tree.js'

const OWN = `webcodecs-native-${TRIPLE}`
const GPL = `webcodecs-native-gpl-${TRIPLE}`

/**
 * Tells of import and require() what comes of it: a number of encoded chunks, or the problem. What is required is that of
 * the project that is named, or else the same one.
 */
const PROGRAM = `
  import { createRequire } from 'node:module'
  const encode = async ({ VideoEncoder, VideoFrame }) => {
    let chunks = 0
    const encoder = new VideoEncoder({ output: () => chunks++, error: error => { throw error } })
    encoder.configure({ codec: 'vp8', width: 32, height: 32 })
    const init = { format: 'RGBX', codedWidth: 32, codedHeight: 32, timestamp: 0 }
    const frame = new VideoFrame(new Uint8Array(32 * 32 * 4), init)
    encoder.encode(frame)
    frame.close()
    await encoder.flush()
    return chunks
  }
  const told = load => load().then(encode).catch(error => error.problem ?? error)
  const imported = await told(() => import('webcodecs-native'))
  const project = process.argv[1] ?? process.cwd()
  const required = await told(async () => createRequire(project + '/program.js')('webcodecs-native'))
  console.log(imported, required)`
/** Tells the problem and the whole message. */
const TELL = "import('webcodecs-native').catch(error => console.log(error.problem, error.message))"
const ARGS = ['--input-type=module', '--no-warnings', '-e', PROGRAM]

for (const [title, packages, printed] of [
  ['the package of this platform is loaded', { [OWN]: {} }, '1 1'],
  ['no package: not-installed', {}, 'not-installed not-installed'],
  ['the package of GPL coders comes first', { 'webcodecs-native-gpl': {}, [GPL]: {}, [OWN]: { addon: '' } }, '1 1'],
  [
    'a damaged one of GPL coders is not replaced in silence',
    { 'webcodecs-native-gpl': {}, [GPL]: { addon: 'text' }, [OWN]: {} },
    'damaged-file damaged-file',
  ],
  [
    'gpl-package-incomplete',
    { 'webcodecs-native-gpl': {}, [OWN]: {} },
    'gpl-package-incomplete gpl-package-incomplete',
  ],
] as const) {
  test(`webcodecs-native: ${title}`, async t => {
    const { code, stdout, stderr } = await run(await install(t, { packages }), ARGS)
    t.is(stdout, printed, stderr)
    t.is(code, 0)
  })
}

for (const [other, problem] of [
  ['linux-x64-musl', 'wrong-libc'],
  ['linux-arm64-gnu', 'wrong-architecture'],
  ['darwin-arm64', 'wrong-platform'],
] as const) {
  const onX64 = TRIPLE === 'linux-x64-gnu' ? test : test.skip
  onX64(`webcodecs-native: ${problem}: names the package that is there`, async t => {
    const project = await install(t, { packages: { [`webcodecs-native-${other}`]: {} } })
    const { stdout } = await run(project, ['-e', TELL])
    t.true(stdout.startsWith(`${problem} `), stdout)
    t.true(stdout.includes(`\n  installed are: ${other}\n`), stdout)
  })
}

test('WEBCODECS_NATIVE_PATH: is taken before all packages, relative to the working directory', async t => {
  const project = await install(t, { packages: { [OWN]: { addon: 'text' } } })
  t.is((await run(project, ARGS, { WEBCODECS_NATIVE_PATH: ADDON })).stdout, '1 1')
  const relative = join('node_modules', OWN, 'package.json')
  t.is((await run(project, ARGS, { WEBCODECS_NATIVE_PATH: relative })).stdout, 'damaged-file damaged-file')
})

test('webcodecs-native: other-version: names both, and the process goes on', async t => {
  const project = await install(t, { version: '99.0.0', packages: { [OWN]: {} } })
  const { stdout } = await run(project, ['-e', TELL])
  t.regex(stdout, /^other-version .*is of version \d+\.\d+\.\d+, and this package of 99\.0\.0\n/s)
})

test('webcodecs-native: two versions in one process work side by side', async t => {
  const other = VERSION.replace(/\d$/, digit => `${9 - Number(digit)}`)
  const project = await install(t, { packages: { [OWN]: {} } })
  const inner = await install(t, { version: other, packages: { [OWN]: { addon: altered(VERSION, other) } } })
  t.is((await run(project, [...ARGS, inner])).stdout, '1 1')
})

test('webcodecs-native: starts no other process when it loads', async t => {
  const project = await install(t, { packages: { [OWN]: {} } })
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission'
  const args = [permission, '--allow-fs-read=*', '--allow-addons', ...ARGS]
  const { stdout, stderr } = await run(project, args)
  t.is(stdout, '1 1', stderr)
})

test('webcodecs-native: not-permitted: where addons are forbidden', async t => {
  const project = await install(t, { packages: { [OWN]: {} } })
  t.is((await run(project, ['--no-addons', ...ARGS])).stdout, 'not-permitted not-permitted')
})

test('webcodecs-native info: tells by one message, and exit code 1, why the addon does not load', async t => {
  const project = await install(t, { packages: { [OWN]: { addon: 'text' } } })
  const { code, stdout, stderr } = await run(project, ['node_modules/webcodecs-native/dist/cli/main.js', 'info'])
  t.is(code, 1)
  t.is(stdout, '')
  t.regex(stderr, /^No native addon of webcodecs-native works here, .*: damaged-file\./)
  t.false(stderr.includes('    at '))
})
