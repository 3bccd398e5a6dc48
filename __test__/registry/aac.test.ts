import test from 'ava'
import { AudioDecoder, AudioEncoder } from '../../index.js'
import { decodeAudio, type EncodedSound, encodeAudio, samplesOf } from '../support/audio.js'
import {
  after,
  assertLag,
  assertTimeline,
  assertTones,
  largestDifference,
  reordered,
} from '../support/audio-judging.js'
import { makeAudio, muxAudio, soundByFfmpeg, toneSource, writeRaw } from '../support/audio-media.js'
import { AAC_ORDERS } from '../support/channel-orders.js'
import { exception } from '../support/exception.js'
import { ffprobeAudio } from '../support/programs.js'
import { noise, sweeps, tones } from '../support/tones.js'

const RATE = 48_000
const FRAME = 1024
/** The frame before the first one, which the overlap of its transform needs. */
const PRIMING = 1024
const LC = 'mp4a.40.2'
const ADTS = { codec: LC, aac: { format: 'adts' } } as const
const STEREO = samplesOf(sweeps(RATE, RATE / 2, 2))

/** Where the index of a rate is its place here (ISO/IEC 14496-3, table 1.18). */
const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350]

const bytes = (description: unknown) => Buffer.from(new Uint8Array(description as ArrayBuffer))
const sizes = ({ packets }: EncodedSound) => packets.map(({ data }) => data.length)

/** ISO/IEC 14496-3, tables 1.A.6 to 1.A.8. */
function adtsHeader(data: Uint8Array) {
  const bits = [...data.subarray(0, 7)].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const field = (from: number, count: number) => Number.parseInt(bits.slice(from, from + count), 2)
  return {
    syncword: field(0, 12),
    mpeg2: field(12, 1),
    layer: field(13, 2),
    protectionAbsent: field(15, 1),
    profile: field(16, 2),
    rate: field(18, 4),
    channels: field(23, 3),
    frameLength: field(30, 13),
    frames: field(54, 2),
  }
}

/** An AudioSpecificConfig of object type 5 or 29: the core's rate, the rate that comes out, the core's object type. */
function extendedConfig(type: 5 | 29, rate: number, channels: number, extendedRate: number): Uint8Array<ArrayBuffer> {
  const fields = [
    [type, 5],
    [RATES.indexOf(rate), 4],
    [channels, 4],
    [RATES.indexOf(extendedRate), 4],
    [2, 5],
    [0, 2 + 8],
  ] as const
  const bits = fields.map(([value, width]) => value.toString(2).padStart(width, '0')).join('')
  return Uint8Array.from({ length: 4 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2))
}

for (const [codec, encoded, decoded] of [
  ['mp4a.40.2', true, true],
  ['mp4a.40.02', true, true],
  ['mp4a.40.5', false, true],
  ['mp4a.40.05', false, true],
  ['mp4a.40.29', false, true],
  ['mp4a.40.42', false, false],
  ['mp4a.67', true, true],
  ['mp4a.40', false, false],
  ['mp4a.40.1', false, false],
  ['mp4a.66', false, false],
  ['aac', false, false],
] as const) {
  test(`#fully-qualified-codec-strings: ${codec}: encoded ${encoded}, decoded ${decoded}`, async t => {
    const config = { codec, sampleRate: RATE, numberOfChannels: 2 }
    t.is((await AudioEncoder.isConfigSupported(config)).supported, encoded)
    t.is((await AudioDecoder.isConfigSupported(config)).supported, decoded)
    if (!encoded) await t.throwsAsync(encodeAudio(t, { codec }, STEREO), exception('NotSupportedError'))
    if (!decoded) await t.throwsAsync(decodeAudio(t, config, []), exception('NotSupportedError'))
  })
}

for (const [rate, channels] of [
  [48_000, 2],
  [44_100, 1],
  [96_000, 2],
  [22_050, 1],
  [8_000, 1],
  [7_350, 1],
  [48_000, 3],
  [48_000, 6],
] as const) {
  test(`#audiodecoderconfig-description: aac, ${rate} Hz, ${channels} channels: is an AudioSpecificConfig of AAC LC`, async t => {
    const encoded = await encodeAudio(t, { codec: LC }, samplesOf(sweeps(rate, 5_000, channels)))
    const { description, ...rest } = encoded.decoderConfig
    t.deepEqual(rest, { codec: LC, sampleRate: rate, numberOfChannels: channels })
    t.is(bytes(description).readUInt16BE() >> 3, (2 << 8) | (RATES.indexOf(rate) << 4) | channels)
    t.is(encoded.priming, PRIMING)
    const probed = await ffprobeAudio(await muxAudio(t, 'mp4', 'aac', encoded))
    t.like(probed, { codec_name: 'aac', profile: 'LC', sample_rate: `${rate}`, channels })
  })
}

for (const [codec, mpeg2, rate, channels] of [
  ['mp4a.40.2', 0, 44_100, 2],
  ['mp4a.67', 1, 48_000, 1],
  ['mp4a.67', 1, 32_000, 6],
] as const) {
  test(`#aac-bitstream-format: adts, ${codec}, ${channels} channels: a header says it all, there is no description`, async t => {
    const samples = samplesOf(sweeps(rate, rate / 2, channels))
    const encoded = await encodeAudio(t, { codec, aac: { format: 'adts' } }, samples)
    t.deepEqual(encoded.decoderConfig, { codec, sampleRate: rate, numberOfChannels: channels })
    for (const { data } of encoded.packets) {
      t.deepEqual(adtsHeader(data), {
        syncword: 0xfff,
        mpeg2,
        layer: 0,
        protectionAbsent: 1,
        profile: 1,
        rate: RATES.indexOf(rate),
        channels,
        frameLength: data.length,
        frames: 0,
      })
    }
    const file = await writeRaw(t, 'aac', encoded)
    t.like(await ffprobeAudio(file), { codec_name: 'aac', profile: 'LC', sample_rate: `${rate}`, channels })
  })
}

test('#aac-bitstream-format: aac and adts differ by the headers alone', async t => {
  const bare = await encodeAudio(t, { codec: LC }, STEREO)
  const adts = await encodeAudio(t, ADTS, STEREO)
  t.deepEqual(
    adts.packets.map(({ data }) => data.slice(7)),
    bare.packets.map(({ data }) => data),
  )
})

for (const bitrate of [32_000, 64_000, 192_000]) {
  test(`#dom-audioencoderconfig-bitrate: aac, ${bitrate}: is kept on average`, async t => {
    const encoded = await encodeAudio(t, { codec: LC, bitrate }, samplesOf(noise(RATE, RATE, 2)))
    const all = sizes(encoded).reduce((sum, size) => sum + size, 0)
    const mean = (all * 8 * RATE) / (encoded.packets.length * FRAME)
    t.true(Math.abs(mean / bitrate - 1) < 0.15, `${mean}`)
  })
}

test('#dom-audioencoderconfig-bitrate: aac: a quarter of a bit for each sample at least, six at most', async t => {
  for (const [sampleRate, numberOfChannels] of [
    [48_000, 1],
    [48_000, 2],
    [8_000, 1],
  ] as const) {
    for (const [bits, beyond, expected] of [
      [0.25, -1, false],
      [0.25, 0, true],
      [6, 0, true],
      [6, 1, false],
    ] as const) {
      const config = { codec: LC, sampleRate, numberOfChannels, bitrate: bits * sampleRate * numberOfChannels + beyond }
      t.is((await AudioEncoder.isConfigSupported(config)).supported, expected, JSON.stringify(config))
    }
  }
})

test('#dom-audioencoderconfig-bitratemode: aac: constant is unsupported', async t => {
  const config = { codec: LC, bitrate: 128_000, bitrateMode: 'constant' } as const
  t.false((await AudioEncoder.isConfigSupported({ ...config, sampleRate: RATE, numberOfChannels: 2 })).supported)
  await t.throwsAsync(encodeAudio(t, config, STEREO), exception('NotSupportedError'))
})

test('#dom-audioencoderconfig-samplerate: aac: the rates of its table, one to six channels and eight', async t => {
  const supported = async (sampleRate: number, numberOfChannels: number) =>
    (await AudioEncoder.isConfigSupported({ codec: LC, sampleRate, numberOfChannels })).supported
  for (const rate of RATES) t.true(await supported(rate, 2), `${rate}`)
  for (const rate of [7_000, 44_101, 47_999, 192_000]) t.false(await supported(rate, 2), `${rate}`)
  for (const channels of [1, 2, 3, 4, 5, 6, 8]) t.true(await supported(RATE, channels), `${channels}`)
  for (const channels of [7, 9, 255]) t.false(await supported(RATE, channels), `${channels}`)
})

for (const block of [1, 7, 777, 1024, 5000]) {
  test(`#dom-audioencoder-encode: aac, blocks of ${block}: the chunks lie in time as the samples do`, async t => {
    const samples = samplesOf(sweeps(44_100, 6_001, 2))
    const { packets } = await encodeAudio(t, { codec: LC }, samples, { block, timestamp: 1_234_567 })
    assertTimeline(t, packets, { rate: 44_100, start: 1_234_567, frames: () => FRAME, total: 6_001 + PRIMING })
    const whole = await encodeAudio(t, { codec: LC }, samples, { block: 6_001 })
    t.deepEqual(
      packets.map(({ data }) => data),
      whole.packets.map(({ data }) => data),
    )
  })
}

for (const [config, rate, channels] of [
  [{ codec: LC }, 48_000, 1],
  [{ codec: LC }, 44_100, 2],
  [{ codec: LC }, 22_050, 1],
  [ADTS, 48_000, 2],
  [{ ...ADTS, codec: 'mp4a.67' }, 48_000, 2],
] as const) {
  const title = `${config.codec}, ${'aac' in config ? 'adts' : 'aac'}, ${rate} Hz, ${channels} channels`
  test(`#encoded-audio-chunk-metadata: ${title}: after the priming everything is in its place, to the sample`, async t => {
    const sound = sweeps(rate, rate, channels)
    const encoded = await encodeAudio(t, { ...config, bitrate: 96_000 * channels }, samplesOf(sound))
    t.is(encoded.priming, PRIMING)
    const own = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    assertLag(t, sound, own.sound, encoded.priming, { what: 'decoded by AudioDecoder' })
    const file = 'aac' in config ? await writeRaw(t, 'aac', encoded) : await muxAudio(t, 'mp4', 'aac', encoded)
    const theirs = await soundByFfmpeg(file, channels, rate)
    assertLag(t, sound, theirs, encoded.priming, { what: 'decoded by ffmpeg' })
    t.true(largestDifference(own.sound, theirs) < 1e-6)
  })
}

for (const { layout, order, frequencies, native } of AAC_ORDERS) {
  const channels = order.length

  test(`#audio-channel-ordering: aac, ${channels} channels: none is moved by encoding or decoding`, async t => {
    for (const format of ['aac', 'adts'] as const) {
      const sound = tones(RATE, RATE / 2, frequencies)
      const encoded = await encodeAudio(t, { codec: LC, aac: { format } }, samplesOf(sound))
      assertTones(t, (await decodeAudio(t, encoded.decoderConfig, encoded.packets)).sound, frequencies)
      const file = format === 'adts' ? await writeRaw(t, 'aac', encoded) : await muxAudio(t, 'mp4', 'aac', encoded)
      assertTones(t, reordered(await soundByFfmpeg(file, channels, RATE), order), frequencies)
    }
  })

  test(`#audio-channel-ordering: aac, ${channels} channels made by ffmpeg: come out in the stream's order`, async t => {
    for (const file of ['sound.mp4', 'sound.aac']) {
      const { config, chunks } = await makeAudio(t, file, toneSource(native, layout), '-c:a', 'aac', '-b:a', '512k')
      assertTones(t, (await decodeAudio(t, config, chunks)).sound, frequencies)
    }
  })
}

test("#audio-channel-ordering: aac, four channels of a program config element: come out in the stream's order", async t => {
  const frequencies = [400, 600, 800, 1000]
  const media = await makeAudio(t, 'sound.mp4', toneSource(frequencies, 'quad'), '-c:a', 'aac', '-b:a', '256k')
  t.is(bytes(media.config.description).readUInt16BE() & 0b0000_0000_0111_1000, 0, 'no channel configuration')
  assertTones(t, (await decodeAudio(t, media.config, media.chunks)).sound, frequencies)
})

for (const [what, file, encoder] of [
  ['an AudioSpecificConfig', 'sound.mp4', []],
  ['ADTS headers', 'sound.aac', []],
  ['MPEG-2 ADTS headers', 'sound.aac', ['-profile:a', 'mpeg2_aac_low']],
  ['noise substitution and intensity stereo', 'sound.mp4', ['-aac_pns', '1', '-aac_is', '1', '-b:a', '32k']],
  ['fixed block switching', 'sound.mp4', ['-aac_coder', 'fast']],
] as const) {
  test(`#dom-audiodecoder-decode: aac, ${what}: decodes as in ffmpeg`, async t => {
    const source = 'anoisesrc=r=44100:d=0.3:a=0.3:seed=1,pan=stereo|c0=c0|c1=0.5*c0'
    const media = await makeAudio(t, file, source, '-c:a', 'aac', ...encoder)
    const { sound, blocks } = await decodeAudio(t, media.config, media.chunks)
    // The file tells ffmpeg to drop the priming.
    const skipped = file.endsWith('mp4') ? FRAME : 0
    const theirs = await soundByFfmpeg(media.file, 2, 44_100)
    t.true(largestDifference(theirs, after(sound, skipped)) < 1e-6)
    t.deepEqual(new Set(blocks.map(({ numberOfFrames }) => numberOfFrames)), new Set([FRAME]))
    t.deepEqual(
      blocks.map(({ timestamp }) => timestamp),
      media.chunks.map(({ timestamp }) => timestamp),
    )
  })
}

test('#audiodecoderconfig-description: aac: the rate and channels of the config are ignored', async t => {
  for (const config of [{ codec: LC }, ADTS]) {
    const { decoderConfig, packets } = await encodeAudio(t, config, STEREO)
    const { blocks } = await decodeAudio(t, { ...decoderConfig, sampleRate: 8_000, numberOfChannels: 1 }, packets)
    t.like(blocks[0], { sampleRate: RATE, numberOfChannels: 2 })
  }
})

test('#dom-audiodecoder-output-callback: aac: rate and channels that change inside the stream come out', async t => {
  const stereo = await encodeAudio(t, ADTS, samplesOf(tones(44_100, 10_000, [500, 700])))
  const mono = await encodeAudio(t, ADTS, samplesOf(tones(48_000, 10_000, [900])))
  const { blocks } = await decodeAudio(t, stereo.decoderConfig, [...stereo.packets, ...mono.packets])
  t.deepEqual(
    blocks.map(({ sampleRate, numberOfChannels }) => [sampleRate, numberOfChannels]),
    [...stereo.packets.map(() => [44_100, 2]), ...mono.packets.map(() => [48_000, 1])],
  )
})

// No encoder of HE-AAC is at hand: these are streams of AAC LC whose configuration announces extensions that are not
// there. A decoder has to double the rate, and with parametric stereo to make two channels of one, all the same.
for (const [codec, type, channels] of [
  ['mp4a.40.5', 5, 2],
  ['mp4a.40.05', 5, 2],
  ['mp4a.40.29', 29, 2],
] as const) {
  test(`#dom-audiodecoder-decode: ${codec}: comes out at twice the core's rate`, async t => {
    const core = codec === 'mp4a.40.29' ? [500] : [500, 700].slice(0, channels)
    const encoded = await encodeAudio(t, { codec: LC }, samplesOf(tones(24_000, 12_000, core)))
    const description = extendedConfig(type, 24_000, core.length, 48_000)
    const decoderConfig = { codec, sampleRate: 48_000, numberOfChannels: channels, description: description.buffer }
    const { sound, blocks } = await decodeAudio(t, decoderConfig, encoded.packets)
    t.like(blocks.at(-1), { sampleRate: 48_000, numberOfChannels: channels, numberOfFrames: 2 * FRAME })
    assertTones(t, { ...sound, channels: sound.channels.slice(0, core.length) }, core)
    const file = await muxAudio(t, 'mp4', 'aac', { ...encoded, decoderConfig: { ...decoderConfig, codec: LC } })
    t.true(largestDifference(sound, await soundByFfmpeg(file, channels, 48_000)) < 1e-6)
  })
}

test('#audiodecoderconfig-description: aac: one that is no AudioSpecificConfig is unsupported', async t => {
  for (const description of [[], [0x12], [0xff, 0xff], [0x17, 0x80]]) {
    const config = { codec: LC, sampleRate: RATE, numberOfChannels: 2, description: Uint8Array.from(description) }
    t.false((await AudioDecoder.isConfigSupported(config)).supported, `${description}`)
    await t.throwsAsync(decodeAudio(t, config, []), exception('NotSupportedError'))
  }
})

for (const [what, spoil] of Object.entries({
  'cut in half': (data: Uint8Array<ArrayBuffer>) => data.slice(0, data.length >> 1),
  inverted: (data: Uint8Array<ArrayBuffer>) => data.map(byte => ~byte),
  'no bytes': () => new Uint8Array(),
})) {
  test(`#dom-audiodecoder-decode: aac, a chunk ${what}: EncodingError`, async t => {
    for (const config of [{ codec: LC }, ADTS]) {
      const { packets, decoderConfig } = await encodeAudio(t, config, STEREO)
      const spoilt = packets.map((packet, i) => (i === 3 ? { ...packet, data: spoil(packet.data) } : packet))
      await t.throwsAsync(decodeAudio(t, decoderConfig, spoilt), exception('EncodingError'))
    }
  })
}

test('#audiodecoderconfig-description: aac: bare frames without one are an EncodingError', async t => {
  const { packets } = await encodeAudio(t, { codec: LC }, STEREO)
  const config = { codec: LC, sampleRate: RATE, numberOfChannels: 2 }
  await t.throwsAsync(decodeAudio(t, config, packets), exception('EncodingError'))
})
