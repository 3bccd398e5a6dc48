import test from 'ava'
import { AudioDecoder, AudioEncoder } from '../../index.js'
import { decodeAudio, encodeAudio, samplesOf } from '../support/audio.js'
import { assertLag, assertTimeline, assertTones, largestDifference } from '../support/audio-judging.js'
import { makeAudio, soundByFfmpeg, toneSource, writeRaw } from '../support/audio-media.js'
import { exception } from '../support/exception.js'
import { ffprobeAudio } from '../support/programs.js'
import { noise, sweeps, tones } from '../support/tones.js'

const RATE = 44_100
/** The encoder's delay of 576 samples and that of any decoder. */
const PRIMING = 576 + 529
const STEREO = samplesOf(sweeps(RATE, RATE / 2, 2))

const MPEG1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const MPEG2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
/** By the two bits of a header, which say 2.5, nothing, 2 or 1. */
const VERSIONS = [
  { bitrates: MPEG2, rates: [11_025, 12_000, 8_000], frame: 576 },
  { bitrates: [], rates: [], frame: 0 },
  { bitrates: MPEG2, rates: [22_050, 24_000, 16_000], frame: 576 },
  { bitrates: MPEG1, rates: [44_100, 48_000, 32_000], frame: 1152 },
]

/** ISO/IEC 11172-3, section 2.4.1.3, with the extension to lower rates. */
function header(packet: Uint8Array) {
  const word = Buffer.from(packet).readUInt32BE()
  const { bitrates = [], rates = [], frame = 0 } = VERSIONS[(word >>> 19) & 3] ?? {}
  const kilobits = bitrates[((word >>> 12) & 15) - 1] ?? 0
  const rate = rates[(word >>> 10) & 3] ?? 0
  const padding = (word >>> 9) & 1
  return {
    syncword: word >>> 21,
    layer: 4 - ((word >>> 17) & 3),
    kilobits,
    rate,
    channels: ((word >>> 6) & 3) === 3 ? 1 : 2,
    bytes: Math.floor((frame * kilobits * 125) / rate) + padding,
  }
}

const supported = async (config: object) =>
  (await AudioEncoder.isConfigSupported({ codec: 'mp3', sampleRate: RATE, numberOfChannels: 2, ...config })).supported
const frames = (rate: number) => (rate < 32_000 ? 576 : 1152)

for (const [codec, known] of [
  ['mp3', true],
  ['mp4a.69', true],
  ['mp4a.6B', true],
  ['mp4a.6b', false],
  ['MP3', false],
  ['mp4a.40.34', false],
] as const) {
  test(`#fully-qualified-codec-strings: ${codec}: encoded and decoded ${known}`, async t => {
    const config = { codec, sampleRate: RATE, numberOfChannels: 2 }
    t.is((await AudioEncoder.isConfigSupported(config)).supported, known)
    t.is((await AudioDecoder.isConfigSupported(config)).supported, known)
    if (!known) {
      await t.throwsAsync(encodeAudio(t, { codec }, STEREO), exception('NotSupportedError'))
      return
    }
    const encoded = await encodeAudio(t, { codec }, STEREO)
    t.deepEqual(encoded.decoderConfig, config, 'there is no description')
    t.is((await decodeAudio(t, encoded.decoderConfig, encoded.packets)).blocks.length, encoded.packets.length)
    const probed = await ffprobeAudio(await writeRaw(t, 'mp3', encoded))
    t.like(probed, { codec_name: 'mp3', sample_rate: '44100', channels: 2 })
  })
}

for (const [rate, channels] of [
  [48_000, 2],
  [32_000, 1],
  [24_000, 2],
  [22_050, 1],
  [16_000, 1],
  [12_000, 1],
  [8_000, 1],
] as const) {
  test(`#encodedaudiochunk-data: mp3, ${rate} Hz, ${channels} channels: chunks are frames`, async t => {
    const encoded = await encodeAudio(t, { codec: 'mp3' }, samplesOf(sweeps(rate, 5_000, channels)))
    for (const { data } of encoded.packets) {
      t.like(header(data), { syncword: 0x7ff, layer: 3, rate, channels, bytes: data.length })
    }
    const probed = await ffprobeAudio(await writeRaw(t, 'mp3', encoded))
    t.like(probed, { codec_name: 'mp3', sample_rate: `${rate}`, channels })
  })
}

for (const [rate, bitrates] of [
  [44_100, MPEG1],
  [22_050, MPEG2],
  [11_025, MPEG2.slice(0, 8)],
] as const) {
  test(`#dom-audioencoderconfig-bitratemode: mp3, ${rate} Hz: constant is that of each frame, at every bitrate there is`, async t => {
    for (const kilobits of bitrates) {
      const config = { codec: 'mp3', bitrate: kilobits * 1000, bitrateMode: 'constant' } as const
      const { packets } = await encodeAudio(t, config, samplesOf(sweeps(rate, 4_000, 1)))
      t.deepEqual([...new Set(packets.map(({ data }) => header(data).kilobits))], [kilobits])
    }
    const [least = 0, most = 0] = [bitrates[0], bitrates.at(-1)]
    for (const bitrate of [least * 1000 - 1, least * 1000 + 1, 100_000, most * 1000 + 1]) {
      t.false(await supported({ sampleRate: rate, bitrateMode: 'constant', bitrate }), `${bitrate}`)
    }
    for (const bitrate of [least * 1000 - 1, most * 1000 + 1]) {
      t.false(await supported({ sampleRate: rate, bitrate }), `${bitrate}`)
    }
  })
}

for (const bitrate of [64_000, 100_000, 160_000]) {
  test(`#dom-audioencoderconfig-bitratemode: mp3, ${bitrate}: variable has frames of many bitrates, and that mean`, async t => {
    const { packets } = await encodeAudio(t, { codec: 'mp3', bitrate }, samplesOf(noise(RATE, RATE, 2)))
    const rates = packets.map(({ data }) => header(data).kilobits)
    t.true(new Set(rates).size > 2)
    const mean = (rates.reduce((sum, rate) => sum + rate, 0) / rates.length) * 1000
    t.true(Math.abs(mean / bitrate - 1) < 0.1, `${mean}`)
  })
}

test('#dom-audioencoderconfig-samplerate: mp3: the nine rates of its headers, one and two channels', async t => {
  for (const { rates } of VERSIONS) for (const sampleRate of rates) t.true(await supported({ sampleRate }))
  for (const sampleRate of [7_350, 44_101, 64_000, 96_000]) t.false(await supported({ sampleRate }))
  for (const numberOfChannels of [3, 6, 255]) t.false(await supported({ numberOfChannels }))
})

for (const block of [1, 7, 777, 1024, 5000]) {
  test(`#dom-audioencoder-encode: mp3, blocks of ${block}: the chunks lie in time as the samples do`, async t => {
    const samples = samplesOf(sweeps(RATE, 6_001, 2))
    const { packets } = await encodeAudio(t, { codec: 'mp3' }, samples, { block, timestamp: 1_234_567 })
    assertTimeline(t, packets, { rate: RATE, start: 1_234_567, frames: () => 1152, total: 6_001 + PRIMING })
    const whole = await encodeAudio(t, { codec: 'mp3' }, samples, { block: 6_001 })
    t.deepEqual(
      packets.map(({ data }) => data),
      whole.packets.map(({ data }) => data),
    )
  })
}

for (const [rate, channels] of [
  [48_000, 1],
  [44_100, 2],
  [22_050, 2],
  [11_025, 1],
] as const) {
  test(`#encoded-audio-chunk-metadata: mp3, ${rate} Hz, ${channels} channels: after the priming everything is in its place, to the sample`, async t => {
    const sound = sweeps(rate, Math.max(rate, 25_000), channels)
    const encoded = await encodeAudio(t, { codec: 'mp3', bitrate: 64_000 * channels }, samplesOf(sound))
    t.is(encoded.priming, PRIMING)
    const own = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    assertLag(t, sound, own.sound, encoded.priming, { what: 'decoded by AudioDecoder' })
    t.is(own.sound.channels[0]?.length, encoded.packets.length * frames(rate))
    const theirs = await soundByFfmpeg(await writeRaw(t, 'mp3', encoded), channels, rate)
    assertLag(t, sound, theirs, encoded.priming, { what: 'decoded by ffmpeg' })
    t.true(largestDifference(own.sound, theirs) < 1e-6)
  })
}

for (const [what, rate, frequencies, encoder] of [
  ['joint stereo', RATE, [400, 410], ['-b:a', '128k']],
  ['separate channels', RATE, [400, 2000], ['-joint_stereo', '0', '-b:a', '128k']],
  ['a variable bitrate', RATE, [400, 2000], ['-q:a', '4']],
  ['mono at a low rate', 16_000, [400], ['-b:a', '32k']],
] as const) {
  test(`#dom-audiodecoder-decode: mp3, ${what}: decodes as in ffmpeg`, async t => {
    const source = toneSource(frequencies, frequencies.length === 1 ? 'mono' : 'stereo', rate)
    const media = await makeAudio(t, 'sound.mp3', source, '-c:a', 'libmp3lame', '-write_xing', '0', ...encoder)
    const { sound, blocks } = await decodeAudio(t, media.config, media.chunks)
    const theirs = await soundByFfmpeg(media.file, frequencies.length, rate)
    t.is(sound.channels[0]?.length, theirs.channels[0]?.length)
    t.true(largestDifference(theirs, sound) < 1e-6)
    t.deepEqual(
      blocks.map(({ timestamp }) => timestamp),
      media.chunks.map(({ timestamp }) => timestamp),
    )
    assertTones(t, sound, frequencies)
  })
}

test('#audiodecoderconfig-description: mp3: it, the rate and the channels of the config are not used', async t => {
  const { packets } = await encodeAudio(t, { codec: 'mp3' }, STEREO)
  const config = { codec: 'mp3', sampleRate: 8_000, numberOfChannels: 1, description: Uint8Array.of(1, 2, 3) }
  const { blocks } = await decodeAudio(t, config, packets)
  t.like(blocks[0], { sampleRate: RATE, numberOfChannels: 2, numberOfFrames: 1152 })
})

test('#dom-audiodecoder-output-callback: mp3: rate and channels that change inside the stream come out', async t => {
  const stereo = await encodeAudio(t, { codec: 'mp3' }, samplesOf(tones(44_100, 10_000, [500, 700])))
  const mono = await encodeAudio(t, { codec: 'mp3' }, samplesOf(tones(24_000, 10_000, [900])))
  const { blocks } = await decodeAudio(t, stereo.decoderConfig, [...stereo.packets, ...mono.packets])
  t.deepEqual(
    blocks.map(({ sampleRate, numberOfChannels }) => [sampleRate, numberOfChannels]),
    [...stereo.packets.map(() => [44_100, 2]), ...mono.packets.map(() => [24_000, 1])],
  )
})

for (const [what, spoilt] of Object.entries({
  'no bytes': [],
  'no header': [1, 2, 3, 4, 5, 6, 7, 8],
  'a header alone': [0xff, 0xfb, 0x90, 0x00],
  'nothing but ones': new Array(400).fill(0xff),
})) {
  test(`#dom-audiodecoder-decode: mp3, a chunk of ${what}: EncodingError`, async t => {
    const { packets, decoderConfig } = await encodeAudio(t, { codec: 'mp3' }, STEREO)
    const chunks = [...packets.slice(0, 3), { timestamp: 78_367, data: Uint8Array.from(spoilt) }]
    await t.throwsAsync(decodeAudio(t, decoderConfig, chunks), exception('EncodingError'))
  })
}

test('#dom-audiodecoder-decode: mp3, a chunk cut in half: EncodingError', async t => {
  const { packets, decoderConfig } = await encodeAudio(t, { codec: 'mp3' }, STEREO)
  const cut = packets.map((packet, i) =>
    i === 3 ? { ...packet, data: packet.data.slice(0, packet.data.length >> 1) } : packet,
  )
  await t.throwsAsync(decodeAudio(t, decoderConfig, cut), exception('EncodingError'))
})
