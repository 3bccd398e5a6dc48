import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import test from 'ava'

const run = promisify(execFile)
const NAMES = [
  ...['AudioData', 'AudioDecoder', 'AudioEncoder', 'DOMRectReadOnly', 'EncodedAudioChunk', 'EncodedVideoChunk'],
  ...['VideoColorSpace', 'VideoDecoder', 'VideoEncoder', 'VideoFrame'],
]

/** What a piece of code prints, run by a node of its own. */
async function print(code: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [...args, '-e', code], { env: { ...process.env, NODE_OPTIONS: '' } })
  return stdout.trim()
}

test('webcodecs-native: import and require() give the same named exports', async t => {
  const keys = 'console.log(Object.keys(m).filter(key => /^[A-Z]/.test(key)).sort().join())'
  t.is(await print(`import * as m from 'webcodecs-native'; ${keys}`, '--input-type=module'), NAMES.join())
  const required = `const m = require('webcodecs-native'); ${keys}`
  t.is(await print(required, '--input-type=commonjs', '--no-warnings'), NAMES.join())
})

test('webcodecs-native/polyfill: installs what is missing, as interface objects are, and nothing else', async t => {
  const code = `
    globalThis.VideoColorSpace = 'mine'
    const before = new Set(Object.getOwnPropertyNames(globalThis))
    await import('webcodecs-native/polyfill')
    const added = Object.getOwnPropertyNames(globalThis).filter(name => !before.has(name)).sort()
    const { value, ...flags } = Object.getOwnPropertyDescriptor(globalThis, 'VideoEncoder')
    console.log(JSON.stringify([added, VideoColorSpace, value.name, flags]))`
  t.deepEqual(JSON.parse(await print(code, '--input-type=module')), [
    NAMES.filter(name => name !== 'VideoColorSpace'),
    'mine',
    'VideoEncoder',
    { writable: true, enumerable: false, configurable: true },
  ])
})
