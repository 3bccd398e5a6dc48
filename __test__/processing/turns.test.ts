import { nextTick } from 'node:process'
import test from 'ava'
import { AudioDecoder, EncodedAudioChunk } from '../../index.js'
import { runProgram } from '../support/child.js'
import { exception } from '../support/exception.js'

/** So quick to decode that outputs come several at a time. */
const PCM = { codec: 'pcm-s16', sampleRate: 48_000, numberOfChannels: 1 }
const COUNT = 500

function decodeAll(decoder: AudioDecoder): Promise<void> {
  decoder.configure(PCM)
  for (let timestamp = 0; timestamp < COUNT; timestamp += 1) {
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, data: new Int16Array(8) }))
  }
  return decoder.flush()
}

const expected = (...kinds: string[]) =>
  Array.from({ length: COUNT }, (_, i) => kinds.map(kind => `${kind} ${i}`)).flat()

test('#dom-audiodecoder-output-callback: all microtasks of a call, and ticks, run before the next call', async t => {
  const log: string[] = []
  const decoder = new AudioDecoder({
    output: async data => {
      const { timestamp } = data
      data.close()
      log.push(`called ${timestamp}`)
      nextTick(() => log.push(`ticked ${timestamp}`))
      for (let hop = 0; hop < 10; hop += 1) await undefined
      log.push(`hopped ${timestamp}`)
    },
    error: error => t.fail(error.message),
  })
  await decodeAll(decoder)
  t.deepEqual(log.slice().sort(), expected('called', 'hopped', 'ticked').sort())
  const calls = log.filter(entry => entry.startsWith('called'))
  t.deepEqual(calls, expected('called'))
  for (const [i, call] of calls.entries()) {
    const turn = log.slice(log.indexOf(call), i + 1 < COUNT ? log.indexOf(calls[i + 1] as string) : undefined)
    t.deepEqual(turn.sort(), [`called ${i}`, `hopped ${i}`, `ticked ${i}`])
  }
  decoder.close()
})

test('#dom-audiodecoder-reset: in an output callback: what came with that output is not heard of', async t => {
  const heard: number[] = []
  const decoder = new AudioDecoder({
    output: data => {
      heard.push(data.timestamp)
      data.close()
      if (data.timestamp === 3) decoder.reset()
    },
    error: error => t.fail(error.message),
  })
  await t.throwsAsync(decodeAll(decoder), exception('AbortError'))
  t.deepEqual(heard, [0, 1, 2, 3])
  await t.throwsAsync(decodeAll(decoder), exception('AbortError'))
  t.deepEqual(heard, [0, 1, 2, 3, 0, 1, 2, 3])
  decoder.close()
})

test('#dom-audiodecoder-output-callback: what it throws does not keep back the outputs that came with it', async t => {
  const { code, stdout } = await runProgram('throwing-often.js', [COUNT])
  t.is(code, 0)
  t.deepEqual(JSON.parse(stdout), { outputs: COUNT, inOrder: true, uncaught: COUNT })
})
