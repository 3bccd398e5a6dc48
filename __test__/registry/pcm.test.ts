import test from 'ava'
import { AudioDecoder, AudioEncoder, type AudioSampleFormat } from '../../index.js'
import { decodeAudio, encodeAudio, type Samples, samplesOf } from '../support/audio.js'
import { assertTimeline } from '../support/audio-judging.js'
import { makeAudio, toneSource } from '../support/audio-media.js'
import { exception } from '../support/exception.js'
import { ffmpeg } from '../support/programs.js'
import { noise } from '../support/tones.js'

const RATE = 48_000

type Integer = 'u8' | 's16' | 's24' | 's32'
type Type = Integer | 'f32'

const BITS: Record<Integer, number> = { u8: 8, s16: 16, s24: 24, s32: 32 }
const BYTES: Record<Type, number> = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4 }
const TYPES = Object.keys(BYTES) as Type[]
/** What an AudioData of each codec has. */
const NATURAL: Record<Type, AudioSampleFormat> = { u8: 'u8', s16: 's16', s24: 's32', s32: 's32', f32: 'f32' }

/** Samples of each type that an AudioData may have, with the extremes and what is near to them. */
const INPUTS = {
  u8: Uint8Array.from({ length: 256 }, (_, i) => i),
  s16: Int16Array.from([-32_768, -32_767, -257, -256, -255, -129, -128, -1, 0, 1, 127, 128, 255, 256, 32_766, 32_767]),
  s32: Int32Array.from(
    [
      -(2 ** 31),
      1 - 2 ** 31,
      -65_537,
      -65_536,
      -257,
      -256,
      -1,
      0,
      1,
      255,
      256,
      65_535,
      65_536,
      2 ** 24,
      2 ** 31 - 1,
    ].concat(0),
  ),
  f32: Float32Array.from([
    ...[-1, -0.999_999, -0.5, -1 / 3, -1.5 / 32_768, -0.5 / 32_768, -1e-10, -0, 0, 1e-10, 0.5 / 128, 1.5 / 128],
    ...[0.5 / 32_768, 2.5 / 2 ** 23, 0.5 / 2 ** 23, 1 / 3, 0.999_999, 1, 1.5, -2, 3e38, Number.NaN],
    ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ]),
}

function even(value: number): number {
  const below = Math.floor(value)
  return value - below === 0.5 ? below + (Math.abs(below) % 2) : Math.round(value)
}

/** The sample as an integer of that many bits without bias: shifted, or rounded and clipped. */
function integer(from: keyof typeof INPUTS, sample: number, bits: number): number {
  const scale = 2 ** (bits - 1)
  if (from === 'f32') return Number.isNaN(sample) ? 0 : Math.min(scale - 1, Math.max(-scale, even(sample * scale)))
  const unbiased = from === 'u8' ? sample - 128 : sample
  return Math.floor((unbiased * scale) / 2 ** (BITS[from] - 1))
}

/** A sample as the bytes of a codec. */
function coded(from: keyof typeof INPUTS, sample: number, to: Type): Buffer {
  const bytes = Buffer.alloc(BYTES[to])
  if (to === 'u8') bytes.writeUInt8(integer(from, sample, 8) + 128)
  else if (to !== 'f32') bytes.writeIntLE(integer(from, sample, BITS[to]), 0, BYTES[to])
  else bytes.writeFloatLE(from === 'f32' ? sample : integer(from, sample, BITS[from]) / 2 ** (BITS[from] - 1))
  return bytes
}

const joined = (packets: { data: Uint8Array }[]) => Buffer.concat(packets.map(({ data }) => data))

for (const type of TYPES) {
  const codec = `pcm-${type}`

  test(`#fully-qualified-codec-strings: ${codec}: is encoded and decoded, without a description`, async t => {
    const config = { codec, sampleRate: RATE, numberOfChannels: 2 }
    t.true((await AudioEncoder.isConfigSupported(config)).supported)
    t.true((await AudioDecoder.isConfigSupported(config)).supported)
    const encoded = await encodeAudio(t, { codec }, samplesOf(noise(RATE, 100, 2)))
    t.deepEqual(encoded.decoderConfig, config)
    t.is(encoded.priming, 0)
  })

  for (const from of Object.keys(INPUTS) as (keyof typeof INPUTS)[]) {
    test(`#encodedaudiochunk-data: ${codec} of ${from}: the bytes are those of the formula`, async t => {
      const data = INPUTS[from]
      const { packets } = await encodeAudio(t, { codec }, { rate: RATE, channels: 2, data })
      t.deepEqual(joined(packets), Buffer.concat(Array.from(data, sample => coded(from, sample, type))))
    })
  }

  for (const channels of [1, 2, 3, 6, 9, 32]) {
    test(`#encodedaudiochunk-data: ${codec}, ${channels} channels: is interleaved, and decodes to the same samples`, async t => {
      const samples = samplesOf(noise(RATE, 300, channels))
      const { packets, decoderConfig } = await encodeAudio(t, { codec }, samples, { block: 77 })
      const bytes = Buffer.concat(Array.from(samples.data, sample => coded('f32', sample, type)))
      t.deepEqual(joined(packets), bytes)
      const { blocks } = await decodeAudio(t, decoderConfig, packets)
      const expected = type === 's24' ? shifted(bytes) : bytes
      t.deepEqual(Buffer.concat(blocks.map(block => block.bytes)), expected)
      t.deepEqual(
        blocks.map(({ format, sampleRate, numberOfFrames, numberOfChannels, timestamp }) => ({
          format: format.replace('-planar', ''),
          sampleRate,
          numberOfFrames,
          numberOfChannels,
          timestamp,
        })),
        packets.map(({ timestamp, data }) => ({
          format: NATURAL[type],
          sampleRate: RATE,
          numberOfFrames: data.length / channels / BYTES[type],
          numberOfChannels: channels,
          timestamp,
        })),
      )
    })
  }

  for (const block of [1, 7, 777, 1024, 5000]) {
    test(`#dom-audioencoder-encode: ${codec}, blocks of ${block}: a chunk for each, where its samples lie in time`, async t => {
      const total = block === 1 ? 300 : 6_001
      const samples: Samples = samplesOf(noise(44_100, total, 2))
      const { packets } = await encodeAudio(t, { codec }, samples, { block, timestamp: 1_234_567 })
      assertTimeline(t, packets, { rate: 44_100, start: 1_234_567, frames: () => block, total })
      for (const [i, { data }] of packets.entries()) {
        t.is(data.length, Math.min(block, total - i * block) * 2 * BYTES[type])
      }
    })
  }

  test(`#dom-audiodecoder-decode: ${codec}, made by ffmpeg: decodes as in ffmpeg`, async t => {
    const pcm = type === 'u8' ? 'pcm_u8' : `pcm_${type}le`
    const media = await makeAudio(t, 'sound.wav', toneSource([400, 1000], 'stereo', RATE, 0.1), '-c:a', pcm)
    t.is(media.config.codec, codec)
    const { blocks } = await decodeAudio(t, media.config, media.chunks)
    const { [type]: format } = { u8: 'u8', s16: 's16le', s24: 's32le', s32: 's32le', f32: 'f32le' }
    const theirs = await ffmpeg('-i', media.file, '-c:a', `pcm_${format}`, '-f', format, '-')
    t.deepEqual(Buffer.concat(blocks.map(({ bytes }) => bytes)), theirs)
  })

  test(`#dom-audiodecoder-decode: ${codec}: no bytes, or not a whole frame: EncodingError`, async t => {
    const config = { codec, sampleRate: RATE, numberOfChannels: 2 }
    for (const length of [0, 1, 2 * BYTES[type] - 1]) {
      const chunk = { timestamp: 0, data: new Uint8Array(length) }
      await t.throwsAsync(decodeAudio(t, config, [chunk]), exception('EncodingError'), `${length} bytes`)
    }
  })
}

/** Three bytes become the upper ones of four. */
function shifted(bytes: Buffer): Buffer {
  const words = Buffer.alloc((bytes.length / 3) * 4)
  for (let i = 0; i < bytes.length / 3; i++) bytes.copy(words, i * 4 + 1, i * 3, i * 3 + 3)
  return words
}

test('#fully-qualified-codec-strings: pcm: nothing but the strings of the list', async t => {
  for (const codec of ['pcm', 'pcm-', 'pcm-s8', 'pcm-u16', 'pcm-s16le', 'pcm-f64', 'PCM-S16', 'pcm-s16 ', 'pcm_s16']) {
    const config = { codec, sampleRate: RATE, numberOfChannels: 2 }
    t.false((await AudioEncoder.isConfigSupported(config)).supported, codec)
    t.false((await AudioDecoder.isConfigSupported(config)).supported, codec)
  }
})

test('#encodedaudiochunk-data: pcm-f32: every value of f32 goes through, bit by bit', async t => {
  const bits = Uint32Array.of(0x7fc12345, 0xffc00001, 0x7f800000, 0xff800000, 0x80000000, 1, 0x7f7fffff, 0xc0490fdb)
  const data = new Float32Array(bits.buffer)
  const { packets, decoderConfig } = await encodeAudio(t, { codec: 'pcm-f32' }, { rate: RATE, channels: 2, data })
  t.deepEqual(joined(packets), Buffer.from(bits.buffer))
  const { blocks } = await decodeAudio(t, decoderConfig, packets)
  t.deepEqual(blocks[0]?.bytes, Buffer.from(bits.buffer))
})

test('#audiodecoderconfig-description: pcm: is not used', async t => {
  const config = { codec: 'pcm-s16', sampleRate: RATE, numberOfChannels: 1, description: Uint8Array.of(1, 2, 3) }
  const { blocks } = await decodeAudio(t, config, [{ timestamp: 0, data: Uint8Array.of(1, 2, 3, 4) }])
  t.deepEqual(blocks[0]?.bytes, Buffer.of(1, 2, 3, 4))
})
