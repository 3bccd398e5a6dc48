import type { ExecutionContext } from 'ava'
import test from 'ava'
import { type AudioDecoder, EncodedAudioChunk, EncodedVideoChunk, type VideoDecoder } from '../../index.js'
import { exception } from '../support/exception.js'
import { gray } from '../support/frames.js'
import { encodeAll, type Recording, recording, recordingAudioDecoder, recordingDecoder } from '../support/recording.js'
import { AUDIO_CHUNKS } from '../support/subjects.js'

type Bytes = Uint8Array<ArrayBuffer>

interface Decoding {
  anchor: 'videodecoder' | 'audiodecoder'
  /** The bytes of a key chunk, and of one that may follow. */
  chunks(t: ExecutionContext): Promise<[Bytes, Bytes]>
  /** A decoder. */
  open(t: ExecutionContext): Recording & {
    decoder: VideoDecoder | AudioDecoder
    configure(): void
    decode(type: 'key' | 'delta', data: Bytes): void
  }
}

const VIDEO: Decoding = {
  anchor: 'videodecoder',
  async chunks(t) {
    const { encoder, packets } = recording(t, 'vp8', { latencyMode: 'realtime' })
    encodeAll(encoder, [gray(50), gray(90, { timestamp: 1 })])
    await encoder.flush()
    const [key, delta] = packets
    if (key?.type !== 'key' || delta?.type !== 'delta') throw new Error('wanted are a key and a delta chunk')
    return [key.data, delta.data]
  },
  open(t) {
    const { decoder, ...rest } = recordingDecoder(t)
    return {
      ...rest,
      decoder,
      configure: () => decoder.configure({ codec: 'vp8' }),
      decode: (type, data) => decoder.decode(new EncodedVideoChunk({ type, timestamp: 0, data })),
    }
  },
}

const AUDIO: Decoding = {
  anchor: 'audiodecoder',
  chunks: async () => [new Uint8Array(AUDIO_CHUNKS[0] as Buffer), new Uint8Array(AUDIO_CHUNKS[1] as Buffer)],
  open(t) {
    const { decoder, ...rest } = recordingAudioDecoder(t)
    return {
      ...rest,
      decoder,
      configure: () => decoder.configure({ codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 1 }),
      decode: (type, data) => decoder.decode(new EncodedAudioChunk({ type, timestamp: 0, data })),
    }
  },
}

for (const { anchor, chunks, open } of [VIDEO, AUDIO]) {
  test(`#dom-${anchor}-key-chunk-required-slot: the first chunk after configure() must be a key chunk`, async t => {
    const [key, delta] = await chunks(t)
    const { decoder, configure, decode } = open(t)
    configure()
    t.throws(() => decode('delta', delta), exception('DataError'))
    t.is(decoder.decodeQueueSize, 0)
    t.is(decoder.state, 'configured')
    decode('key', key)
    t.notThrows(() => decode('delta', delta))
  })

  for (const again of ['flush', 'configure'] as const) {
    test(`#dom-${anchor}-key-chunk-required-slot: ${again}() asks for a key chunk again at once`, async t => {
      const [key, delta] = await chunks(t)
      const { decoder, configure, decode, log } = open(t)
      configure()
      decode('key', key)
      const done = again === 'flush' ? decoder.flush() : configure()
      t.throws(() => decode('delta', delta), exception('DataError'))
      decode('key', key)
      decode('delta', delta)
      await done
      await decoder.flush()
      t.deepEqual(log, ['output 0', 'output 0', 'output 0'])
    })
  }

  test(`#dom-${anchor}-decode: the state is looked at before the type of the chunk`, async t => {
    const [, delta] = await chunks(t)
    const { decoder, decode } = open(t)
    t.throws(() => decode('delta', delta), exception('InvalidStateError'))
    for (const value of [undefined, null, {}, 'chunk', new ArrayBuffer(4)]) {
      t.throws(() => decoder.decode(value as never), { instanceOf: TypeError })
    }
  })
}

test('#dom-videodecoder-decode: a chunk that says key but holds no key picture is a DataError when a key chunk is required', async t => {
  const [key, delta] = await VIDEO.chunks(t)
  const { decoder, configure, decode, log } = VIDEO.open(t)
  configure()
  t.throws(() => decode('key', delta), exception('DataError', /key/))
  decode('key', key)
  decode('key', delta)
  await decoder.flush()
  t.is(log.length, 2)
})

test('#dom-videodecoder-decode, #dom-audiodecoder-decode: chunks of the other kind are a TypeError', t => {
  const init = { type: 'key', timestamp: 0, data: new Uint8Array(4) } as const
  const [video, audio] = [VIDEO.open(t), AUDIO.open(t)]
  t.throws(() => video.decoder.decode(new EncodedAudioChunk(init) as never), { instanceOf: TypeError })
  t.throws(() => audio.decoder.decode(new EncodedVideoChunk(init) as never), { instanceOf: TypeError })
})
