import test, { type ExecutionContext } from 'ava'
import { AudioData, AudioDecoder, type AudioDecoderConfig, EncodedAudioChunk, EncodedVideoChunk } from '../../index.js'
import { exception } from '../support/exception.js'
import { detachedBuffer } from '../support/planes.js'
import { planeOf } from './samples.js'

const PCM = { codec: 'pcm-s16', sampleRate: 48_000, numberOfChannels: 2 }
const callbacks = { output: () => {}, error: () => {} }

const INVALID: [string, AudioDecoderConfig][] = [
  ['an empty codec', { ...PCM, codec: '' }],
  ['a codec of white space', { ...PCM, codec: ' \t\n\f\r' }],
  ['a sample rate of 0', { ...PCM, sampleRate: 0 }],
  ['a channel count of 0', { ...PCM, numberOfChannels: 0 }],
  ['a detached description', { ...PCM, description: detachedBuffer() }],
]
for (const [what, config] of INVALID) {
  test(`#valid-audiodecoderconfig: ${what} is a TypeError`, async t => {
    const decoder = new AudioDecoder(callbacks)
    t.throws(() => decoder.configure(config), { instanceOf: TypeError })
    t.is(decoder.state, 'unconfigured')
    await t.throwsAsync(AudioDecoder.isConfigSupported(config), { instanceOf: TypeError })
    decoder.close()
    t.throws(() => decoder.configure(config), { instanceOf: TypeError }, 'checked before the state')
  })
}

test('#dom-audiodecoder-isconfigsupported: answers with a copy of what was understood', async t => {
  const description = Uint8Array.of(1, 2, 3)
  const asked = { ...PCM, codec: 'none', description, mood: 'fine' }
  const answer = await AudioDecoder.isConfigSupported(asked)
  t.deepEqual(answer, { supported: false, config: { ...PCM, codec: 'none', description } })
  t.not(answer.config?.description, description)
})

function recording(t: ExecutionContext) {
  const outputs: AudioData[] = []
  const errors: DOMException[] = []
  const decoder = new AudioDecoder({ output: data => outputs.push(data), error: error => errors.push(error) })
  t.teardown(() => decoder.state === 'closed' || decoder.close())
  return { decoder, outputs, errors }
}

const chunk = (type: 'key' | 'delta' = 'key') =>
  new EncodedAudioChunk({ type, timestamp: 5, data: Int16Array.of(1, -2, 3, -4) })

test('#dom-audiodecoder-decode: a chunk of type delta is a DataError where a key chunk is required', async t => {
  const { decoder, outputs } = recording(t)
  t.throws(() => decoder.decode(chunk('delta')), exception('InvalidStateError'))
  decoder.configure(PCM)
  t.throws(() => decoder.decode(chunk('delta')), exception('DataError'))
  t.is(decoder.decodeQueueSize, 0)
  decoder.decode(chunk())
  t.notThrows(() => decoder.decode(chunk('delta')))
  await decoder.flush()
  t.is(outputs.length, 2)
  t.throws(() => decoder.decode(chunk('delta')), exception('DataError'))
  decoder.decode(chunk())
  decoder.configure(PCM)
  t.throws(() => decoder.decode(chunk('delta')), exception('DataError'))
})

test('#dom-audiodecoder-decode: takes EncodedAudioChunks only', t => {
  const { decoder } = recording(t)
  decoder.configure(PCM)
  const video = new EncodedVideoChunk({ type: 'key', timestamp: 0, data: new Uint8Array(4) })
  for (const wrong of [video, {}, null, undefined]) {
    t.throws(() => decoder.decode(wrong as never), { instanceOf: TypeError })
  }
})

test('#output-audiodata: the output has what was decoded, for its callee to close', async t => {
  const { decoder, outputs, errors } = recording(t)
  decoder.configure(PCM)
  decoder.decode(chunk())
  await decoder.flush()
  decoder.close()
  const [data] = outputs
  if (!data) return t.fail(errors[0]?.message)
  t.true(data instanceof AudioData)
  const { format, sampleRate, numberOfFrames, numberOfChannels, timestamp, duration } = data
  t.deepEqual([format, sampleRate, numberOfFrames, numberOfChannels, timestamp, duration], ['s16', 48_000, 2, 2, 5, 41])
  t.deepEqual(planeOf(data, { planeIndex: 1, format: 's16-planar' }), [-2, -4])
  data.close()
  t.is(data.format, null)
})

test('#dom-audiodecoder-configure: takes a copy of the description', async t => {
  const { decoder, outputs, errors } = recording(t)
  const description = Uint8Array.of(...Buffer.from('OpusHead'), 1, 2, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0)
  decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 2, description })
  structuredClone(null, { transfer: [description.buffer] })
  // Two frames of silence, the first of which loses the 312 frames of pre-skip.
  for (const timestamp of [0, 20_000]) {
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, data: Uint8Array.of(0xfc, 0xff, 0xfe) }))
  }
  await decoder.flush()
  t.deepEqual(errors, [])
  t.deepEqual(
    outputs.map(({ numberOfFrames }) => numberOfFrames),
    [648, 960],
  )
})
