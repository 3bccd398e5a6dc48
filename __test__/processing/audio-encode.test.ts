import test, { type ExecutionContext } from 'ava'
import { AudioData, type AudioEncoderConfig, type AudioSampleFormat } from '../../index.js'
import { audioData, block, blocks, tone } from '../support/blocks.js'
import { AUDIO_CODEC_NAMES, AUDIO_CODECS } from '../support/codecs.js'
import { exception } from '../support/exception.js'
import {
  audioConfig,
  decodeAllAudio,
  encodeAll,
  recordingAudioDecoder,
  recordingAudioEncoder,
} from '../support/recording.js'

/** The bytes of the chunks that the inputs, which are closed, are encoded to. */
async function encoded(
  t: ExecutionContext,
  config: AudioEncoderConfig,
  inputs: Iterable<AudioData>,
): Promise<Buffer[]> {
  const { encoder, packets, errors } = recordingAudioEncoder(t, config)
  encodeAll(encoder, inputs)
  await encoder.flush()
  t.deepEqual(errors, [])
  return packets.map(({ data }) => Buffer.from(data))
}

const FORMATS = ['u8', 's16', 's32', 'f32'] as const

/** A block of the tone in another format. */
function converted(format: AudioSampleFormat): AudioData {
  const source = block({ frames: 3000 })
  const { sampleRate, numberOfFrames, numberOfChannels, timestamp } = source
  const planes = format.endsWith('planar') ? [0, 1] : [0]
  const data = Buffer.concat(
    planes.map(planeIndex => {
      const plane = new Uint8Array(source.allocationSize({ planeIndex, format }))
      source.copyTo(plane, { planeIndex, format })
      return plane
    }),
  )
  source.close()
  return new AudioData({ format, sampleRate, numberOfFrames, numberOfChannels, timestamp, data })
}

/** All bytes of an AudioData. */
function bytesOf(data: AudioData): Buffer {
  const planes = data.format?.endsWith('planar') ? data.numberOfChannels : 1
  return Buffer.concat(
    [...Array(planes).keys()].map(planeIndex => {
      const plane = new Uint8Array(data.allocationSize({ planeIndex }))
      data.copyTo(plane, { planeIndex })
      return plane
    }),
  )
}

/** Samples that no encoder should have to take, each some time after the other among those of a tone. */
function wild(values: number[]): Float32Array<ArrayBuffer> {
  const samples = tone({ frames: 9000 })
  for (let i = 0; i < samples.length; i += 7) samples[i] = values[(i / 7) % values.length] as number
  return samples
}

const ABSURD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38, 1.5, -1.0001, 1e-45, -0]
const CLIPPED = [0, 1, -1, 1, -1, 1, -1, 1e-45, -0]

for (const codec of AUDIO_CODEC_NAMES) {
  if (codec === 'pcm-f32') continue
  test(`#dom-audioencoder-encode: ${codec}: floats are clipped to -1 and 1, and NaN is 0`, async t => {
    for (const sampleRate of codec === 'opus' ? [48_000, 44_100] : [48_000]) {
      const config = audioConfig(codec, { sampleRate })
      const [absurd, clipped] = [ABSURD, CLIPPED].map(values => audioData(wild(values), { sampleRate }))
      t.deepEqual(await encoded(t, config, [absurd as AudioData]), await encoded(t, config, [clipped as AudioData]))
    }
  })
}

test('#dom-audioencoder-encode: pcm-f32: floats keep every bit', async t => {
  const samples = wild(ABSURD)
  new Uint32Array(samples.buffer).set([0x7fc12345, 0xffc00001, 0x7f800001], 100)
  t.deepEqual(await encoded(t, audioConfig('pcm-f32'), [audioData(samples)]), [Buffer.from(samples.buffer)])
})

for (const codec of AUDIO_CODEC_NAMES) {
  test(`#dom-audioencoder-encode: ${codec}: planar and interleaved inputs of every format are encoded alike, and never written to`, async t => {
    for (const format of FORMATS) {
      const inputs = [converted(format), converted(`${format}-planar`)]
      const before = inputs.map(bytesOf)
      const [a, b] = await Promise.all(inputs.map(input => encoded(t, audioConfig(codec), [input.clone()])))
      t.deepEqual(a, b, format)
      t.deepEqual(inputs.map(bytesOf), before, format)
      for (const input of inputs) input.close()
    }
  })

  test(`#dom-audioencoder-encode: ${codec}: formats may change from input to input`, async t => {
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig(codec))
    for (const format of FORMATS) encodeAll(encoder, [converted(format), converted(`${format}-planar`)])
    await encoder.flush()
    const { decoder, outputs } = recordingAudioDecoder(t, packets[0]?.metadata?.decoderConfig)
    decodeAllAudio(decoder, packets)
    await decoder.flush()
    t.true(outputs.reduce((sum, { numberOfFrames }) => sum + numberOfFrames, 0) >= 8 * 3000)
  })

  test(`#dom-audioencoder-encode: ${codec}: AudioData may be shared by encoders and closed at once`, async t => {
    const all = [...blocks(4)]
    const encoders = [1, 2, 3].map(() => recordingAudioEncoder(t, audioConfig(codec)))
    for (const data of all) {
      for (const { encoder } of encoders) encodeAll(encoder, [data.clone()])
      data.close()
    }
    await Promise.all(encoders.map(({ encoder }) => encoder.flush()))
    const [first, ...others] = encoders.map(({ packets }) => packets.map(({ data }) => data))
    t.true((first?.length ?? 0) > 0)
    for (const other of others) t.deepEqual(other, first)
  })

  test(`#dom-audioencoder-encode: ${codec}: a million frames at once give what thousands of pieces do`, async t => {
    const samples = new Float32Array(1_000_000)
    for (let i = 0; i < samples.length; i++) samples[i] = Math.fround(((i % 97) / 97 - 0.5) * 0.3)
    const config = audioConfig(codec, { numberOfChannels: 1 })
    const pieces = function* () {
      for (let at = 0; at < samples.length; at += 999) {
        const timestamp = Math.floor((at * 1e6) / 48_000)
        yield audioData(samples.slice(at, at + 999), { channels: 1, timestamp })
      }
    }
    const whole = await encoded(t, config, [audioData(samples, { channels: 1 })])
    t.true(Buffer.concat(await encoded(t, config, pieces())).equals(Buffer.concat(whole)))
  })

  test(`#dom-audioencoder-encode: ${codec}: AudioData of another rate or count of channels is an EncodingError after all that came before`, async t => {
    const others = [
      { sampleRate: 44_100 },
      { sampleRate: 1e9 },
      { sampleRate: 0.001 },
      { channels: 1 },
      { channels: 3 },
      { channels: 300 },
    ]
    for (const other of others) {
      const { encoder, log, packets, errors, hooks } = recordingAudioEncoder(t, audioConfig(codec))
      hooks.error = () => log.push(encoder.state, `${encoder.encodeQueueSize} queued`)
      encodeAll(encoder, blocks(3))
      const before = encoder.flush().then(() => log.push('flushed'))
      encodeAll(encoder, [block({ frames: 10, timestamp: 64_000, ...other }), ...blocks(3)])
      const after = [1, 2].map(() => encoder.flush().catch(error => error))
      await before
      t.deepEqual(await Promise.all(after), [errors[0], errors[0]])
      t.deepEqual(log.slice(-4), ['flushed', 'error EncodingError', 'closed', '0 queued'])
      t.true(packets.length > 0 && log.length === packets.length + 4)
      t.regex(errors[0]?.message ?? '', /channels.*Hz.*configured/)
    }
  })
}

for (const codec of AUDIO_CODEC_NAMES.filter(name => /pcm|law/.test(name))) {
  test(`#dom-audioencoder-encode: ${codec}: one frame of one channel, and of 255, comes back`, async t => {
    for (const channels of [1, 255]) {
      const samples = Float32Array.from({ length: channels }, (_, i) => (i % 5) / 8 - 0.25)
      const { encoder, packets } = recordingAudioEncoder(t, audioConfig(codec, { numberOfChannels: channels }))
      encodeAll(encoder, [audioData(samples, { channels })])
      await encoder.flush()
      const { decoder, outputs } = recordingAudioDecoder(t, packets[0]?.metadata?.decoderConfig)
      decodeAllAudio(decoder, packets)
      await decoder.flush()
      t.like(outputs[0], { numberOfFrames: 1, numberOfChannels: channels, sampleRate: 48_000, timestamp: 0 })
      const back = new Float32Array(channels)
      outputs[0]?.copyTo(back, { planeIndex: 0, format: 'f32' })
      t.true(back.every((sample, i) => Math.abs(sample - (samples[i] as number)) < 0.02))
    }
  })
}

test('#dom-audioencoder-encode: closed AudioData and what is none is a TypeError and changes nothing', async t => {
  const { encoder, packets } = recordingAudioEncoder(t, audioConfig('opus'))
  const closed = block()
  closed.close()
  for (const value of [closed, undefined, null, {}, 'data', new Float32Array(4)]) {
    t.throws(() => encoder.encode(value as never), { instanceOf: TypeError })
  }
  t.is(encoder.encodeQueueSize, 0)
  encodeAll(encoder, [block()])
  await t.notThrowsAsync(encoder.flush())
  t.true(packets.length > 0)
})

test('#dom-audioencoder-flush: without input gives nothing, however often', async t => {
  for (const codec of AUDIO_CODEC_NAMES) {
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig(codec))
    for (let i = 0; i < 3; i++) await encoder.flush()
    t.deepEqual(packets, [], AUDIO_CODECS[codec].codec)
  }
})

test('#dom-audioencoder-encode: the rejection is an EncodingError also when the encoder was flushed before', async t => {
  const { encoder } = recordingAudioEncoder(t, audioConfig('mp3'))
  await encoder.flush()
  encodeAll(encoder, [block({ channels: 1 })])
  await t.throwsAsync(encoder.flush(), exception('EncodingError'))
})
