import test from 'ava'
import { AudioDecoder, AudioEncoder } from '../../index.js'
import { decodeAudio, encodeAudio, type Samples, samplesOf } from './audio.js'
import { assertTimeline } from './audio-judging.js'
import { writeRaw } from './audio-media.js'
import { exception } from './exception.js'
import { ffmpeg } from './programs.js'
import { noise } from './tones.js'

const RATE = 8_000
const BYTES = Uint8Array.from({ length: 256 }, (_, i) => i)
const ALL_SAMPLES = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768)

interface Law {
  codec: 'alaw' | 'ulaw'
  /** The ffmpeg program's name of it. */
  name: 'alaw' | 'mulaw'
  /** The sample that a byte stands for, by ITU-T G.711. */
  expand(byte: number): number
}

/** Declares the tests of a codec of ITU-T G.711. */
export function testLaw({ codec, name, expand }: Law): void {
  const config = { codec, sampleRate: RATE, numberOfChannels: 1 }
  const levels = Int16Array.from(BYTES, expand)

  test(`#fully-qualified-codec-strings: ${codec}: is encoded and decoded, without a description`, async t => {
    for (const [string, known] of [
      [codec, true],
      [codec.toUpperCase(), false],
      [`${codec} `, false],
      [name === 'alaw' ? 'a-law' : name, false],
    ] as const) {
      t.is((await AudioEncoder.isConfigSupported({ ...config, codec: string })).supported, known, string)
      t.is((await AudioDecoder.isConfigSupported({ ...config, codec: string })).supported, known, string)
    }
    const encoded = await encodeAudio(t, { codec }, { rate: RATE, channels: 1, data: Int16Array.of(1, 2, 3) })
    t.deepEqual(encoded.decoderConfig, config)
    t.is(encoded.priming, 0)
  })

  test(`#dom-audiodecoder-decode: ${codec}: each byte is the sample of G.711's table, and of ffmpeg's`, async t => {
    const chunk = { timestamp: 5, data: BYTES }
    const { blocks } = await decodeAudio(t, config, [chunk])
    const samples = Buffer.from(levels.buffer)
    t.deepEqual(blocks, [
      { format: 's16', sampleRate: RATE, numberOfFrames: 256, numberOfChannels: 1, timestamp: 5, bytes: samples },
    ])
    const file = await writeRaw(t, codec, { packets: [chunk] })
    t.deepEqual(await ffmpeg('-f', name, '-ar', `${RATE}`, '-ac', '1', '-i', file, '-f', 's16le', '-'), samples)
  })

  test(`#encodedaudiochunk-data: ${codec}: each sample becomes the byte that ffmpeg makes of it, of one of the nearest levels`, async t => {
    const { packets } = await encodeAudio(t, { codec }, { rate: RATE, channels: 1, data: ALL_SAMPLES })
    const bytes = Buffer.concat(packets.map(({ data }) => data))
    const file = await writeRaw(t, 'raw', { packets: [{ data: new Uint8Array(ALL_SAMPLES.buffer) }] })
    t.deepEqual(bytes, await ffmpeg('-f', 's16le', '-ar', `${RATE}`, '-ac', '1', '-i', file, '-f', name, '-'))
    const sorted = [...new Set(levels)].sort((a, b) => a - b)
    const wrong = Array.from(ALL_SAMPLES).filter((sample, i) => {
      const level = expand(bytes[i] ?? 0)
      const at = sorted.indexOf(level)
      return sample < (sorted[at - 1] ?? -32_768) || sample > (sorted[at + 1] ?? 32_767)
    })
    t.deepEqual(wrong, [])
  })

  test(`#encodedaudiochunk-data: ${codec}: what decodes to a level encodes to a byte of it`, async t => {
    const { packets } = await encodeAudio(t, { codec }, { rate: RATE, channels: 1, data: levels })
    t.deepEqual(Int16Array.from(packets[0]?.data ?? [], expand), levels)
  })

  test(`#encodedaudiochunk-data: ${codec}: other formats are converted to s16 first`, async t => {
    const { data } = samplesOf(noise(RATE, 1_000, 2))
    data.set([1, -1, 2, -2, Number.NaN, Number.POSITIVE_INFINITY])
    const scale = (sample: number) => Math.min(32_767, Math.max(-32_768, Math.round(sample * 32_768)))
    const converted = Int16Array.from(data, sample => (Number.isNaN(sample) ? 0 : scale(sample)))
    const made = async (data: Samples['data']) =>
      (await encodeAudio(t, { codec }, { rate: RATE, channels: 2, data })).packets.map(packet => packet.data)
    t.deepEqual(await made(data), await made(converted))
  })

  for (const block of [1, 7, 777, 1024, 5000]) {
    test(`#dom-audioencoder-encode: ${codec}, blocks of ${block}: a chunk for each, where its samples lie in time`, async t => {
      const total = block === 1 ? 300 : 6_001
      const samples = samplesOf(noise(11_025, total, 3))
      const { packets, decoderConfig } = await encodeAudio(t, { codec }, samples, { block, timestamp: -1_234_567 })
      assertTimeline(t, packets, { rate: 11_025, start: -1_234_567, frames: () => block, total })
      const { blocks } = await decodeAudio(t, decoderConfig, packets)
      t.deepEqual(
        blocks.map(({ timestamp, numberOfFrames, numberOfChannels }) => [timestamp, numberOfFrames, numberOfChannels]),
        packets.map(({ timestamp, data }) => [timestamp, data.length / 3, 3]),
      )
    })
  }

  test(`#dom-audiodecoder-decode: ${codec}: no bytes, or not a whole frame: EncodingError`, async t => {
    for (const length of [0, 1]) {
      const chunk = { timestamp: 0, data: new Uint8Array(length) }
      await t.throwsAsync(decodeAudio(t, { ...config, numberOfChannels: 2 }, [chunk]), exception('EncodingError'))
    }
  })
}
