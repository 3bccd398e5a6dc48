import test from 'ava'
import { AudioDecoder, AudioEncoder } from '../../index.js'
import { decodeAudio, type EncodedSound, encodeAudio, type Samples, samplesOf } from '../support/audio.js'
import { assertLag, assertTimeline, assertTones } from '../support/audio-judging.js'
import { makeAudio, soundByFfmpeg, toneSource, writeRaw } from '../support/audio-media.js'
import { exception } from '../support/exception.js'
import { ffmpeg, ffprobeAudio } from '../support/programs.js'
import { noise, planes, sweeps, tones } from '../support/tones.js'

const RATE = 44_100

/** Samples of an integer type: noise at the full scale of its bits, with both extremes in it. */
function full<T extends 's16' | 's32'>(type: T, frames: number, channels: number): Samples {
  const scale = type === 's16' ? 2 ** 15 : 2 ** 31
  const { data } = samplesOf(noise(RATE, frames, channels))
  const integers = Array.from(data, sample => Math.floor(sample * 2.4 * scale))
  integers.splice(0, 4, scale - 1, -scale, 0, -1)
  return { rate: RATE, channels, data: type === 's16' ? Int16Array.from(integers) : Int32Array.from(integers) }
}

const STEREO = full('s16', 10_000, 2)

/** The stream information, after the marker and the header of its metadata block (RFC 9639, section 8.2). */
function streamInfo({ decoderConfig }: Pick<EncodedSound, 'decoderConfig'>) {
  const bytes = Buffer.from(decoderConfig.description as ArrayBuffer)
  const word = bytes.readBigUInt64BE(18)
  return {
    marker: bytes.toString('latin1', 0, 4),
    header: bytes.readUInt32BE(4),
    length: bytes.length,
    leastBlock: bytes.readUInt16BE(8),
    mostBlock: bytes.readUInt16BE(10),
    rate: Number(word >> 44n),
    channels: Number((word >> 41n) & 7n) + 1,
    bits: Number((word >> 36n) & 31n) + 1,
  }
}

const supported = async (config: object) =>
  (await AudioEncoder.isConfigSupported({ codec: 'flac', sampleRate: RATE, numberOfChannels: 2, ...config })).supported
const size = ({ packets }: EncodedSound) => packets.reduce((sum, { data }) => sum + data.length, 0)
const bytesOf = ({ data }: Samples) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)
/** What the ffmpeg program decodes to. */
const integers = (file: string, type: 's16' | 's32') =>
  ffmpeg('-i', file, '-c:a', `pcm_${type}le`, '-f', `${type}le`, '-')

test('#fully-qualified-codec-strings: flac is encoded and, with a description, decoded; nothing but that string', async t => {
  const { decoderConfig } = await encodeAudio(t, { codec: 'flac' }, STEREO)
  t.true(await supported({}))
  t.true((await AudioDecoder.isConfigSupported(decoderConfig)).supported)
  for (const codec of ['fLaC', 'FLAC', 'flac ']) {
    t.false(await supported({ codec }))
    t.false((await AudioDecoder.isConfigSupported({ ...decoderConfig, codec })).supported)
  }
})

for (const [rate, channels] of [
  [44_100, 2],
  [48_000, 1],
  [96_000, 6],
  [192_000, 8],
  [655_340, 1],
  [8_000, 3],
] as const) {
  test(`#audiodecoderconfig-description: flac, ${rate} Hz, ${channels} channels: is fLaC and the stream information`, async t => {
    const { data } = full('s16', 5_000, channels)
    const encoded = await encodeAudio(t, { codec: 'flac' }, { rate, channels, data })
    const { description, ...rest } = encoded.decoderConfig
    t.deepEqual(rest, { codec: 'flac', sampleRate: rate, numberOfChannels: channels })
    t.like(streamInfo(encoded), { marker: 'fLaC', header: 0x80000022, length: 42, rate, channels, bits: 16 })
    t.is(encoded.priming, 0)
    const probed = await ffprobeAudio(await writeRaw(t, 'flac', encoded))
    t.like(probed, { codec_name: 'flac', sample_rate: `${rate}`, channels, bits_per_raw_sample: '16' })
  })
}

for (const blockSize of [16, 17, 192, 576, 1000, 4096, 4608, 65_535]) {
  test(`#dom-flacencoderconfig-blocksize: ${blockSize}: chunks have that many frames`, async t => {
    const samples = full('s16', 2 * Math.max(blockSize, 100) + 11, 1)
    const encoded = await encodeAudio(t, { codec: 'flac', flac: { blockSize } }, samples, { timestamp: 7 })
    t.like(streamInfo(encoded), { leastBlock: blockSize, mostBlock: blockSize })
    assertTimeline(t, encoded.packets, { rate: RATE, start: 7, frames: () => blockSize, total: samples.data.length })
    t.deepEqual(await integers(await writeRaw(t, 'flac', encoded), 's16'), bytesOf(samples))
    const { blocks } = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    t.is(blocks[0]?.numberOfFrames, blockSize)
  })
}

test('#dom-flacencoderconfig-blocksize: 0 leaves it to the encoder, what FLAC has no blocks for is a TypeError', async t => {
  const made = async (flac?: { blockSize?: number }) =>
    streamInfo(await encodeAudio(t, { codec: 'flac', ...(flac && { flac }) }, STEREO)).mostBlock
  t.is(await made({ blockSize: 0 }), await made())
  t.true((await made()) > 1000)
  for (const blockSize of [1, 15, 65_536]) {
    await t.throwsAsync(supported({ flac: { blockSize } }), { instanceOf: TypeError })
  }
})

test('#dom-flacencoderconfig-compresslevel: more of it makes less, without one it is 5', async t => {
  const samples = full('s16', 1, 2)
  const { data } = samplesOf(sweeps(RATE, 12_000, 2))
  samples.data = Int16Array.from(data, sample => sample * 30_000)
  const made = async (flac: { compressLevel?: number }) => {
    const encoded = await encodeAudio(t, { codec: 'flac', flac: { blockSize: 4096, ...flac } }, samples)
    t.deepEqual(await integers(await writeRaw(t, 'flac', encoded), 's16'), bytesOf(samples))
    return size(encoded)
  }
  const sizes = []
  for (let compressLevel = 0; compressLevel <= 8; compressLevel++) sizes.push(await made({ compressLevel }))
  const [fastest = 0, smallest = 0] = [sizes[0], sizes[8]]
  t.true(smallest < 0.95 * fastest, `${sizes}`)
  t.true(new Set(sizes).size >= 5, `${sizes}`)
  t.is(sizes[5], await made({}))
  await t.throwsAsync(supported({ flac: { compressLevel: 9 } }), { instanceOf: TypeError })
})

test('#dom-audioencoderconfig-bitratemode: flac: constant is unsupported, as there is no such FLAC', async t => {
  t.false(await supported({ bitrateMode: 'constant', bitrate: 500_000 }))
  await t.throwsAsync(
    encodeAudio(t, { codec: 'flac', bitrateMode: 'constant' }, STEREO),
    exception('NotSupportedError'),
  )
})

test('#dom-audioencoderconfig-numberofchannels: flac: one to eight', async t => {
  for (let numberOfChannels = 1; numberOfChannels <= 8; numberOfChannels++)
    t.true(await supported({ numberOfChannels }))
  t.false(await supported({ numberOfChannels: 9 }))
})

for (const block of [1, 7, 777, 1024, 5000]) {
  test(`#dom-audioencoder-encode: flac, blocks of ${block}: the chunks lie in time as the samples do`, async t => {
    const samples = full('s16', 6_001, 2)
    const config = { codec: 'flac', flac: { blockSize: 1152 } }
    const { packets, decoderConfig } = await encodeAudio(t, config, samples, { block, timestamp: -1_234_567 })
    assertTimeline(t, packets, { rate: RATE, start: -1_234_567, frames: () => 1152, total: 6_001 })
    t.deepEqual(await integers(await writeRaw(t, 'flac', { packets, decoderConfig }), 's16'), bytesOf(samples))
  })
}

for (const channels of [1, 2, 6, 8]) {
  test(`#encodedaudiochunk-data: flac, ${channels} channels: s16 comes back bit by bit`, async t => {
    const samples = full('s16', 9_000, channels)
    const encoded = await encodeAudio(t, { codec: 'flac' }, samples)
    const file = await writeRaw(t, 'flac', encoded)
    t.is((await ffprobeAudio(file)).bits_per_raw_sample, '16')
    t.deepEqual(await integers(file, 's16'), bytesOf(samples))
    const { sound } = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    const exact = planes(samples.data, channels)
    for (const [c, channel] of sound.channels.entries()) {
      t.deepEqual(
        channel,
        exact[c]?.map(sample => sample / 32_768),
        `channel ${c}`,
      )
    }
  })
}

test('#encodedaudiochunk-data: flac: s32 keeps its upper 24 bits', async t => {
  const samples = full('s32', 9_000, 2)
  const encoded = await encodeAudio(t, { codec: 'flac' }, samples)
  t.is(streamInfo(encoded).bits, 24)
  const expected = Int32Array.from(samples.data, sample => sample & ~0xff)
  const file = await writeRaw(t, 'flac', encoded)
  t.is((await ffprobeAudio(file)).bits_per_raw_sample, '24')
  t.deepEqual(await integers(file, 's32'), Buffer.from(expected.buffer))
  const { blocks } = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
  t.is(blocks[0]?.format, 's32')
  t.deepEqual(Buffer.concat(blocks.map(({ bytes }) => bytes)), Buffer.from(expected.buffer))
})

test('#encodedaudiochunk-data: flac: f32 becomes the nearest of 24 bits', async t => {
  const { data } = samplesOf(noise(RATE, 9_000, 2))
  data.set([
    1,
    -1,
    1.5,
    -2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    2 ** -23,
    2 ** -24,
    -(2 ** -30),
  ])
  const encoded = await encodeAudio(t, { codec: 'flac' }, { rate: RATE, channels: 2, data })
  t.is(streamInfo(encoded).bits, 24)
  const even = (value: number) => {
    const [below, rest] = [Math.floor(value), value - Math.floor(value)]
    return rest === 0.5 ? below + (below & 1) : Math.round(value)
  }
  const expected = Int32Array.from(data, sample => {
    const clipped = Math.min(2 ** 23 - 1, Math.max(-(2 ** 23), even(sample * 2 ** 23)))
    return Number.isNaN(sample) ? 0 : clipped * 256
  })
  t.deepEqual(await integers(await writeRaw(t, 'flac', encoded), 's32'), Buffer.from(expected.buffer))
})

test('#encodedaudiochunk-data: flac: u8 becomes 16 bits, (v - 128) << 8', async t => {
  const data = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7) & 0xff)
  const encoded = await encodeAudio(t, { codec: 'flac' }, { rate: RATE, channels: 1, data })
  t.is(streamInfo(encoded).bits, 16)
  const expected = Int16Array.from(data, value => (value - 128) << 8)
  t.deepEqual(await integers(await writeRaw(t, 'flac', encoded), 's16'), Buffer.from(expected.buffer))
})

test('#encoded-audio-chunk-metadata: flac: everything is in its place, to the sample', async t => {
  const sound = sweeps(RATE, RATE, 2)
  const encoded = await encodeAudio(t, { codec: 'flac' }, samplesOf(sound))
  const own = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
  assertLag(t, sound, own.sound, 0, { correlation: 0.999_99, what: 'decoded by AudioDecoder' })
  const theirs = await soundByFfmpeg(await writeRaw(t, 'flac', encoded), 2, RATE)
  assertLag(t, sound, theirs, 0, { correlation: 0.999_99, what: 'decoded by ffmpeg' })
  t.is(own.sound.channels[0]?.length, RATE)
  t.is(theirs.channels[0]?.length, RATE)
})

for (const [channels, layout] of [
  [6, '5.1'],
  [8, '7.1'],
] as const) {
  const frequencies = [400, 600, 800, 1000, 1200, 1400, 1600, 1800].slice(0, channels)

  test(`#audio-channel-ordering: flac, ${channels} channels: none is moved by encoding or decoding`, async t => {
    const encoded = await encodeAudio(t, { codec: 'flac' }, samplesOf(tones(RATE, 20_000, frequencies)))
    assertTones(t, (await decodeAudio(t, encoded.decoderConfig, encoded.packets)).sound, frequencies)
    assertTones(t, await soundByFfmpeg(await writeRaw(t, 'flac', encoded), channels, RATE), frequencies)
  })

  test(`#audio-channel-ordering: flac, ${channels} channels made by ffmpeg: come out in the stream's order`, async t => {
    const { config, chunks } = await makeAudio(t, 'sound.flac', toneSource(frequencies, layout, RATE), '-c:a', 'flac')
    assertTones(t, (await decodeAudio(t, config, chunks)).sound, frequencies)
  })
}

for (const [what, format, args] of [
  ['16 bits', 's16', ['-sample_fmt', 's16']],
  ['24 bits', 's32', ['-sample_fmt', 's32', '-bits_per_raw_sample', '24']],
  ['prediction of high order', 's16', ['-sample_fmt', 's16', '-compression_level', '12']],
  ['mid-side stereo', 's16', ['-sample_fmt', 's16', '-ch_mode', 'mid_side']],
] as const) {
  test(`#dom-audiodecoder-decode: flac, ${what}: decodes as in ffmpeg`, async t => {
    const media = await makeAudio(t, 'sound.flac', toneSource([400, 1000], 'stereo', RATE), '-c:a', 'flac', ...args)
    const { blocks } = await decodeAudio(t, media.config, media.chunks)
    t.deepEqual(new Set(blocks.map(block => block.format)), new Set([format]))
    t.deepEqual(Buffer.concat(blocks.map(({ bytes }) => bytes)), await integers(media.file, format))
    t.deepEqual(
      blocks.map(({ timestamp }) => timestamp),
      media.chunks.map(({ timestamp }) => timestamp),
    )
  })
}

test('#audiodecoderconfig-description: flac: overrides the rate and the channels of the config', async t => {
  const { decoderConfig, packets } = await encodeAudio(t, { codec: 'flac' }, STEREO)
  const { blocks } = await decodeAudio(t, { ...decoderConfig, sampleRate: 8_000, numberOfChannels: 1 }, packets)
  t.like(blocks[0], { sampleRate: RATE, numberOfChannels: 2 })
})

test('#audiodecoderconfig-description: flac: may have further metadata blocks', async t => {
  const { decoderConfig, packets } = await encodeAudio(t, { codec: 'flac' }, STEREO)
  const bytes = Buffer.from(decoderConfig.description as ArrayBuffer)
  bytes[4] = 0
  const description = new Uint8Array([...bytes, 0x81, 0, 0, 3, 0, 0, 0])
  const { sound } = await decodeAudio(t, { ...decoderConfig, description }, packets)
  t.is(sound.channels[0]?.length, 10_000)
})

test('#audiodecoderconfig-description: flac: is required, and must be whole', async t => {
  const { decoderConfig } = await encodeAudio(t, { codec: 'flac' }, STEREO)
  const { description, ...without } = decoderConfig
  const right = new Uint8Array(description as ArrayBuffer)
  const wrong = [new Uint8Array(), right.slice(0, 4), right.slice(0, 41), right.slice(8), right.map(byte => ~byte)]
  for (const config of [without, ...wrong.map(description => ({ ...without, description }))]) {
    t.false((await AudioDecoder.isConfigSupported(config)).supported)
    await t.throwsAsync(decodeAudio(t, config, []), exception('NotSupportedError'))
  }
})

for (const [what, spoil] of Object.entries({
  'cut in half': (data: Uint8Array<ArrayBuffer>) => data.slice(0, data.length >> 1),
  'with one bit wrong': (data: Uint8Array<ArrayBuffer>) =>
    data.with(data.length >> 1, (data[data.length >> 1] ?? 0) ^ 1),
  inverted: (data: Uint8Array<ArrayBuffer>) => data.map(byte => ~byte),
  'of no bytes': () => new Uint8Array(),
})) {
  test(`#dom-audiodecoder-decode: flac, a chunk ${what}: EncodingError`, async t => {
    const { packets, decoderConfig } = await encodeAudio(t, { codec: 'flac', flac: { blockSize: 1152 } }, STEREO)
    const spoilt = packets.map((packet, i) => (i === 3 ? { ...packet, data: spoil(packet.data) } : packet))
    await t.throwsAsync(decodeAudio(t, decoderConfig, spoilt), exception('EncodingError'))
  })
}
