import type { ExecutionContext } from 'ava'
import test from 'ava'
import { EncodedVideoChunk, type VideoDecoder } from '../../index.js'
import { exception } from '../support/exception.js'
import { gray } from '../support/frames.js'
import { encodeAll, recording, recordingDecoder } from '../support/recording.js'

/** A key chunk and a delta chunk of VP8. */
async function chunks(t: ExecutionContext) {
  const { encoder, packets } = recording(t, 'vp8', { latencyMode: 'realtime' })
  encodeAll(encoder, [gray(50), gray(90, { timestamp: 1 })])
  await encoder.flush()
  const [key, delta] = packets
  if (key?.type !== 'key' || delta?.type !== 'delta') throw new Error('the encoder was to make a key and a delta chunk')
  return { key, delta }
}

const decode = (decoder: VideoDecoder, type: 'key' | 'delta', data: Uint8Array<ArrayBuffer>) =>
  decoder.decode(new EncodedVideoChunk({ type, timestamp: 0, data }))

test('#dom-videodecoder-key-chunk-required-slot: the first chunk after configure() must be a key chunk', async t => {
  const { key, delta } = await chunks(t)
  const { decoder } = recordingDecoder(t, { codec: 'vp8' })
  t.throws(() => decode(decoder, 'delta', delta.data), exception('DataError'))
  t.is(decoder.decodeQueueSize, 0)
  t.is(decoder.state, 'configured')
  decode(decoder, 'key', key.data)
  t.notThrows(() => decode(decoder, 'delta', delta.data))
})

for (const again of ['flush', 'configure'] as const) {
  test(`#dom-videodecoder-key-chunk-required-slot: ${again}() asks for a key chunk again at once`, async t => {
    const { key, delta } = await chunks(t)
    const { decoder, frames } = recordingDecoder(t, { codec: 'vp8' })
    decode(decoder, 'key', key.data)
    const done = again === 'flush' ? decoder.flush() : decoder.configure({ codec: 'vp8' })
    t.throws(() => decode(decoder, 'delta', delta.data), exception('DataError'))
    decode(decoder, 'key', key.data)
    decode(decoder, 'delta', delta.data)
    await done
    await decoder.flush()
    t.is(frames.length, 3)
  })
}

test('#dom-videodecoder-decode: a chunk that says key but holds no key picture is a DataError when a key chunk is required', async t => {
  const { key, delta } = await chunks(t)
  const { decoder, frames } = recordingDecoder(t, { codec: 'vp8' })
  t.throws(() => decode(decoder, 'key', delta.data), exception('DataError', /key/))
  decode(decoder, 'key', key.data)
  decode(decoder, 'key', delta.data)
  await decoder.flush()
  t.is(frames.length, 2)
})

test('#dom-videodecoder-decode: the state is looked at before the chunk', async t => {
  const { delta } = await chunks(t)
  const { decoder } = recordingDecoder(t)
  t.throws(() => decode(decoder, 'delta', delta.data), exception('InvalidStateError'))
  t.throws(() => decoder.decode({} as never), { instanceOf: TypeError })
})
