import test from 'ava'
import { AudioDecoder, AudioEncoder, type OpusEncoderConfig } from '../../index.js'
import { decodeAudio, encodeAudio, samplesOf } from '../support/audio.js'
import { assertLag, assertTimeline, assertTones, largestDifference, reordered } from '../support/audio-judging.js'
import { makeAudio, muxAudio, soundByFfmpeg, toneSource } from '../support/audio-media.js'
import { VORBIS_ORDERS } from '../support/channel-orders.js'
import { exception } from '../support/exception.js'
import { ffprobeAudio } from '../support/programs.js'
import { noise, sweeps, tones } from '../support/tones.js'

const RATE = 48_000
/** The encoder's delay in samples at 48 kHz: 2.5 ms of overlap and, but for lowdelay, 4 ms of its mode decision. */
const PRE_SKIP = 312
const LOWDELAY_PRE_SKIP = 120

const STEREO = samplesOf(sweeps(RATE, RATE / 2, 2))
const MONO = samplesOf(sweeps(RATE, RATE / 2))

const opus = (options: OpusEncoderConfig = {}, rest = {}) => ({ codec: 'opus', opus: options, ...rest })
const supported = async (config: object) =>
  (await AudioEncoder.isConfigSupported({ codec: 'opus', sampleRate: RATE, numberOfChannels: 2, ...config })).supported

/** What the first byte of a packet, and of code 3 the second, say (RFC 6716, section 3.1). */
function contents(packet: Uint8Array) {
  const [toc = 0, count = 0] = packet
  const config = toc >> 3
  const silk = config < 12
  const hybrid = !silk && config < 16
  const durations = silk ? [10, 20, 40, 60] : hybrid ? [10, 20] : [2.5, 5, 10, 20]
  const frames = [1, 2, 2, count & 0x3f][toc & 3] as number
  const mode = silk ? 'silk' : hybrid ? 'hybrid' : 'celt'
  return { mode, stereo: (toc & 4) !== 0, milliseconds: (durations[config % durations.length] as number) * frames }
}

/** The identification header of RFC 7845, section 5.1. */
function head(channels: number, preSkip: number, rate: number, mapping?: number[]): Buffer {
  const bytes = Buffer.alloc(19)
  bytes.write('OpusHead')
  bytes.set([1, channels], 8)
  bytes.writeUInt16LE(preSkip, 10)
  bytes.writeUInt32LE(rate, 12)
  bytes[18] = mapping ? 1 : 0
  return Buffer.concat([bytes, Buffer.from(mapping ?? [])])
}

const bytes = (description: unknown) => Buffer.from(description as ArrayBuffer)
const sizes = (packets: { data: Uint8Array }[]) => packets.map(({ data }) => data.length)
const total = (packets: { data: Uint8Array }[]) => sizes(packets).reduce((sum, size) => sum + size, 0)
const joined = (packets: { data: Uint8Array }[]) => Buffer.concat(packets.map(({ data }) => data))

test('#fully-qualified-codec-strings: opus is encoded and decoded, and nothing but that string', async t => {
  for (const [codec, known] of [
    ['opus', true],
    ['Opus', false],
    ['opus ', false],
    ['opus.1', false],
  ] as const) {
    const config = { codec, sampleRate: RATE, numberOfChannels: 2 }
    t.is((await AudioEncoder.isConfigSupported(config)).supported, known, codec)
    t.is((await AudioDecoder.isConfigSupported(config)).supported, known, codec)
  }
})

for (const [rate, channels, options, preSkip, mapping] of [
  [48_000, 1, {}, PRE_SKIP],
  [48_000, 2, {}, PRE_SKIP],
  [48_000, 2, { format: 'ogg' }, PRE_SKIP],
  [48_000, 2, { application: 'voip' }, PRE_SKIP],
  [48_000, 2, { application: 'lowdelay' }, LOWDELAY_PRE_SKIP],
  [24_000, 2, {}, PRE_SKIP],
  [16_000, 1, {}, PRE_SKIP],
  [12_000, 1, {}, PRE_SKIP],
  [8_000, 1, {}, PRE_SKIP],
  [8_000, 1, { application: 'lowdelay' }, LOWDELAY_PRE_SKIP],
  [44_100, 2, {}, PRE_SKIP],
  [48_000, 3, {}, PRE_SKIP, [2, 1, 0, 2, 1]],
  [48_000, 6, {}, PRE_SKIP, [4, 2, 0, 4, 1, 2, 3, 5]],
  [48_000, 8, {}, PRE_SKIP, [5, 3, 0, 6, 1, 2, 3, 4, 5, 7]],
] as [number, number, OpusEncoderConfig, number, number[]?][]) {
  const title = `${rate} Hz, ${channels} channels, ${JSON.stringify(options)}`
  test(`#audiodecoderconfig-description: opus, ${title}: is an identification header, pre-skip in 48 kHz`, async t => {
    const { decoderConfig, packets, priming } = await encodeAudio(
      t,
      opus(options),
      samplesOf(sweeps(rate, rate / 4, channels)),
    )
    const { description, ...rest } = decoderConfig
    t.deepEqual(rest, { codec: 'opus', sampleRate: rate, numberOfChannels: channels })
    t.deepEqual(bytes(description), head(channels, preSkip, rate, mapping))
    t.is(priming, 0)
    t.true(packets.slice(1).every(({ metadata }) => metadata?.decoderConfig === undefined))
    const probed = await ffprobeAudio(await muxAudio(t, 'ogg', 'opus', { packets, decoderConfig }))
    t.like(probed, { codec_name: 'opus', channels, sample_rate: '48000' })
  })
}

for (const frameDuration of [2500, 5000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000]) {
  test(`#dom-opusencoderconfig-frameduration: ${frameDuration}: packets and chunks last that long`, async t => {
    const { packets, decoderConfig } = await encodeAudio(t, opus({ frameDuration }), STEREO, {
      block: 777,
      timestamp: 5,
    })
    t.deepEqual([...new Set(packets.map(({ data }) => contents(data).milliseconds))], [frameDuration / 1000])
    const frames = (frameDuration * RATE) / 1e6
    // Frames below 10 ms are of the modes of lowdelay.
    const preSkip = frameDuration < 10_000 ? LOWDELAY_PRE_SKIP : PRE_SKIP
    t.is(bytes(decoderConfig.description).readUInt16LE(10), preSkip)
    assertTimeline(t, packets, { rate: RATE, start: 5, frames: () => frames, total: RATE / 2 + preSkip })
  })
}

test('#dom-opusencoderconfig-frameduration: what is none is a TypeError, what Opus has no frame for is unsupported', async t => {
  for (const frameDuration of [0, 1, 2499, 2501, 19_999, 122_500, 1_000_000]) {
    await t.throwsAsync(supported({ opus: { frameDuration } }), { instanceOf: TypeError })
  }
  t.false(await supported({ opus: { frameDuration: 7500 } }))
})

test('#dom-opusencoderconfig-complexity: changes the packets; without one it is 9', async t => {
  const config = { bitrate: 48_000 }
  const made = async (options: OpusEncoderConfig) =>
    joined((await encodeAudio(t, opus(options, config), STEREO)).packets)
  const [least, most, usual, nine] = await Promise.all(
    [{ complexity: 0 }, { complexity: 10 }, {}, { complexity: 9 }].map(made),
  )
  t.notDeepEqual(least, most)
  t.notDeepEqual(least, usual)
  t.deepEqual(usual, nine)
  await t.throwsAsync(supported({ opus: { complexity: 11 } }), { instanceOf: TypeError })
})

/** Whether a mono packet of 20 ms carries redundancy for the one before it (RFC 6716, section 4.2.3). */
const isRedundant = (packet: Uint8Array) => contents(packet).mode !== 'celt' && ((packet[1] ?? 0) & 0x40) !== 0

test('#dom-opusencoderconfig-useinbandfec: packets carry the one before them when loss is expected', async t => {
  const made = async (options: OpusEncoderConfig) => {
    const { packets } = await encodeAudio(t, opus({ application: 'voip', ...options }, { bitrate: 24_000 }), MONO)
    return packets.filter(({ data }) => isRedundant(data)).length / packets.length
  }
  t.is(await made({}), 0)
  t.is(await made({ useinbandfec: true }), 0)
  t.is(await made({ packetlossperc: 30 }), 0)
  t.true((await made({ useinbandfec: true, packetlossperc: 30 })) > 0.5)
})

test('#dom-opusencoderconfig-packetlossperc: changes the packets', async t => {
  const made = async (packetlossperc: number) =>
    joined((await encodeAudio(t, opus({ packetlossperc }, { bitrate: 48_000 }), STEREO)).packets)
  t.notDeepEqual(await made(0), await made(50))
  await t.throwsAsync(supported({ opus: { packetlossperc: 101 } }), { instanceOf: TypeError })
})

test('#dom-opusencoderconfig-application: each has its modes', async t => {
  const modes = async (application: 'voip' | 'audio' | 'lowdelay', bitrate: number) => {
    const { packets } = await encodeAudio(t, opus({ application }, { bitrate }), MONO)
    return new Set(packets.slice(5).map(({ data }) => contents(data).mode))
  }
  t.deepEqual(await modes('lowdelay', 16_000), new Set(['celt']))
  t.false((await modes('voip', 16_000)).has('celt'))
  t.deepEqual(await modes('audio', 96_000), new Set(['celt']))
})

/** Packets of which there is nothing to transmit have the first byte alone, or one more. */
const unsent = (packets: { data: Uint8Array }[]) => packets.filter(({ data }) => data.length <= 2).length

for (const channels of [1, 2]) {
  test(`#dom-opusencoderconfig-usedtx: with ${channels} channels: leaves out silence, for which decoders fill in`, async t => {
    const sound = noise(RATE, RATE / 2, channels).channels
    const silence = new Float32Array(2 * RATE)
    const samples = samplesOf({ rate: RATE, channels: sound.map(channel => Float32Array.of(...channel, ...silence)) })
    const encode = (usedtx: boolean) =>
      encodeAudio(t, opus({ usedtx, application: 'voip' }, { bitrate: 16_000 * channels }), samples)
    const [without, discontinuous] = [await encode(false), await encode(true)]
    t.is(unsent(without.packets), 0)
    t.true(unsent(discontinuous.packets) > discontinuous.packets.length / 3)
    t.is(discontinuous.packets.length, without.packets.length, 'and keeps its place in time')
    const file = await muxAudio(t, 'ogg', 'opus', discontinuous)
    const judged = await soundByFfmpeg(file, channels, RATE, '-c:a', 'libopus')
    t.true(judged.channels.every(channel => Math.abs(channel.length - 2.5 * RATE) < 960))
  })
}

test('#dom-opusencoderconfig-usedtx: above two channels: is unsupported', async t => {
  t.false(await supported({ numberOfChannels: 3, opus: { usedtx: true } }))
  t.true(await supported({ numberOfChannels: 3, opus: { usedtx: false } }))
})

test('#dom-opusencoderconfig-signal: decides between the modes, and never makes a configuration unsupported', async t => {
  const voices = async (signal: 'auto' | 'music' | 'voice') => {
    const { packets } = await encodeAudio(t, opus({ signal }, { bitrate: 24_000 }), MONO)
    return packets.filter(({ data }) => contents(data).mode !== 'celt').length
  }
  t.true((await voices('voice')) > (await voices('music')))
  for (const numberOfChannels of [1, 2, 6]) {
    for (const signal of ['auto', 'music', 'voice'])
      t.true(await supported({ numberOfChannels, opus: { signal } }), signal)
  }
})

for (const bitrate of [16_000, 64_000, 200_000]) {
  test(`#dom-audioencoderconfig-bitratemode: opus, ${bitrate}: constant makes packets of one size, variable keeps the mean`, async t => {
    const samples = samplesOf(noise(RATE, RATE / 2, 2))
    const constant = await encodeAudio(t, { codec: 'opus', bitrate, bitrateMode: 'constant' }, samples)
    t.deepEqual([...new Set(sizes(constant.packets))], [bitrate / 50 / 8])
    const variable = await encodeAudio(t, { codec: 'opus', bitrate, bitrateMode: 'variable' }, samples)
    t.true(new Set(sizes(variable.packets)).size > 3)
    const mean = (total(variable.packets) * 8) / (variable.packets.length * 0.02)
    t.true(Math.abs(mean / bitrate - 1) < 0.25, `${mean}`)
  })
}

test('#dom-audioencoderconfig-bitrate: opus: 6000 to 510000, and above two channels to 256000 for each', async t => {
  for (const [bitrate, numberOfChannels, expected] of [
    [5_999, 1, false],
    [6_000, 1, true],
    [510_000, 1, true],
    [510_001, 2, false],
    [768_000, 3, true],
    [768_001, 3, false],
  ] as const) {
    t.is(await supported({ bitrate, numberOfChannels }), expected, `${bitrate} for ${numberOfChannels}`)
  }
})

for (const block of [1, 7, 777, 1024, 5000]) {
  test(`#dom-audioencoder-encode: opus, blocks of ${block}: the chunks lie in time as the samples do`, async t => {
    const samples = samplesOf(sweeps(RATE, 6_001, 2))
    const { packets } = await encodeAudio(t, { codec: 'opus' }, samples, { block, timestamp: -1_234_567 })
    assertTimeline(t, packets, { rate: RATE, start: -1_234_567, frames: () => 960, total: 6_001 + PRE_SKIP })
    const whole = await encodeAudio(t, { codec: 'opus' }, samples, { block: 6_001 })
    t.deepEqual(joined(packets), joined(whole.packets))
  })
}

for (const [rate, channels] of [
  [48_000, 1],
  [48_000, 2],
  [44_100, 2],
  [96_000, 1],
  [24_000, 1],
  [16_000, 1],
] as const) {
  test(`#encoded-audio-chunk-metadata: opus, ${rate} Hz, ${channels} channels: what comes back is in its place, to the sample`, async t => {
    const encoded = await encodeAudio(
      t,
      { codec: 'opus', bitrate: 96_000 * channels },
      samplesOf(sweeps(rate, rate, channels)),
    )
    const sound = sweeps(RATE, RATE, channels)
    const own = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    assertLag(t, sound, own.sound, 0, { what: 'decoded by AudioDecoder' })
    const file = await muxAudio(t, 'ogg', 'opus', encoded)
    const theirs = await soundByFfmpeg(file, channels, RATE, '-c:a', 'libopus')
    assertLag(t, sound, theirs, 0, { what: 'decoded by ffmpeg' })
    t.is(theirs.channels[0]?.length, RATE)
  })
}

for (const rate of [
  7_000, 8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000,
]) {
  test(`#audioencoder-interface: opus, ${rate} Hz: a tone keeps its pitch, the config its rate`, async t => {
    const samples = samplesOf(tones(rate, rate * 0.4, [440]))
    const encoded = await encodeAudio(t, { codec: 'opus', bitrate: 64_000 }, samples)
    t.is(encoded.decoderConfig.sampleRate, rate)
    const last = encoded.packets.at(-1)
    const end = (last?.timestamp ?? 0) + (last?.duration ?? 0)
    t.true(Math.abs(end - 400_000 - (PRE_SKIP * 1e6) / RATE) < 25, `${end}`)
    const { sound, blocks } = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    t.is(blocks[0]?.sampleRate, RATE)
    assertTones(t, sound, [440])
    const theirs = await soundByFfmpeg(await muxAudio(t, 'ogg', 'opus', encoded), 1, RATE, '-c:a', 'libopus')
    assertTones(t, theirs, [440])
    t.true(Math.abs((theirs.channels[0]?.length ?? 0) - RATE * 0.4) <= 1)
  })
}

for (const { layout, order, frequencies, native } of VORBIS_ORDERS) {
  const channels = order.length

  test(`#audio-channel-ordering: opus, ${channels} channels: none is moved by encoding or decoding`, async t => {
    const sound = tones(RATE, RATE / 2, frequencies)
    const encoded = await encodeAudio(t, { codec: 'opus', bitrate: 64_000 * channels }, samplesOf(sound))
    assertTones(t, (await decodeAudio(t, encoded.decoderConfig, encoded.packets)).sound, frequencies)
    const file = await muxAudio(t, 'ogg', 'opus', encoded)
    assertTones(t, reordered(await soundByFfmpeg(file, channels, RATE, '-c:a', 'libopus'), order), frequencies)
  })

  test(`#audio-channel-ordering: opus, ${channels} channels made by ffmpeg: come out in the stream's order`, async t => {
    // Without a mapping family FFmpeg 5.1 scrambles five and seven channels.
    const encoder = ['-c:a', 'libopus', '-b:a', '512k', '-mapping_family', '1']
    const { config, chunks } = await makeAudio(t, 'sound.ogg', toneSource(native, layout), ...encoder)
    assertTones(t, (await decodeAudio(t, config, chunks)).sound, frequencies)
  })
}

test('#audio-channel-ordering: opus, discrete channels: come out in the order that they have', async t => {
  const frequencies = [400, 600, 800, 1000, 1200, 1400]
  const encoder = ['-c:a', 'libopus', '-b:a', '512k', '-mapping_family', '255']
  const { config, chunks } = await makeAudio(t, 'sound.ogg', toneSource(frequencies, '5.1'), ...encoder)
  assertTones(t, (await decodeAudio(t, config, chunks)).sound, frequencies)
})

for (const [what, channels, encoder] of [
  ['music', 2, ['-c:a', 'libopus', '-b:a', '96k']],
  ['speech', 1, ['-c:a', 'libopus', '-application', 'voip', '-b:a', '14k']],
  ['packets of 60 ms', 2, ['-c:a', 'libopus', '-frame_duration', '60', '-b:a', '32k']],
  ['packets of 2.5 ms', 1, ['-c:a', 'libopus', '-frame_duration', '2.5', '-b:a', '64k']],
] as const) {
  test(`#dom-audiodecoder-decode: opus, ${what}: decodes as in ffmpeg`, async t => {
    const source = toneSource([300, 500].slice(0, channels), channels === 1 ? 'mono' : 'stereo')
    const media = await makeAudio(t, 'sound.ogg', source, ...encoder)
    const { sound, blocks } = await decodeAudio(t, media.config, media.chunks)
    const theirs = await soundByFfmpeg(media.file, channels, RATE)
    t.true((sound.channels[0]?.length ?? 0) >= (theirs.channels[0]?.length ?? 1))
    t.true(largestDifference(theirs, sound) < 1e-6, `${largestDifference(theirs, sound)}`)
    // Of chunks that are before the first sample nothing is left.
    const times = media.chunks.slice(-blocks.length).map(({ timestamp }) => timestamp)
    t.deepEqual(
      blocks.map(({ timestamp }) => timestamp),
      times,
    )
  })
}

test('#audiodecoderconfig-description: opus, without one: mono and stereo decode from the first sample', async t => {
  for (const samples of [MONO, STEREO]) {
    const { packets } = await encodeAudio(t, { codec: 'opus' }, samples)
    const config = { codec: 'opus', sampleRate: RATE, numberOfChannels: samples.channels }
    const { sound } = await decodeAudio(t, config, packets)
    t.is(sound.channels[0]?.length, packets.length * 960)
    assertLag(t, sweeps(RATE, RATE / 2, samples.channels), sound, PRE_SKIP, { correlation: 0.9 })
  }
})

test('#audiodecoderconfig-description: opus: above two channels it is required', async t => {
  const config = { codec: 'opus', sampleRate: RATE, numberOfChannels: 6 }
  t.false((await AudioDecoder.isConfigSupported(config)).supported)
  await t.throwsAsync(decodeAudio(t, config, []), exception('NotSupportedError'))
})

test('#audiodecoderconfig-description: opus: one that is no identification header is unsupported', async t => {
  const right = head(2, PRE_SKIP, RATE)
  for (const description of [
    Buffer.alloc(0),
    right.subarray(0, 18),
    Buffer.from('OpusTags'),
    right.map(byte => ~byte),
  ]) {
    const config = { codec: 'opus', sampleRate: RATE, numberOfChannels: 2, description: new Uint8Array(description) }
    t.false((await AudioDecoder.isConfigSupported(config)).supported)
    await t.throwsAsync(decodeAudio(t, config, []), exception('NotSupportedError'))
  }
})

for (const [what, packet] of Object.entries({
  'no frames': [0x03, 0x00],
  'two equal frames of an odd number of bytes': [0xf9, 1, 2, 3],
  'more than 120 ms': [0xfb, 0x3f, 1, 2, 3],
  'a frame that is longer than the packet': [0xfa, 100, 1, 2],
  'no bytes': [],
})) {
  test(`#dom-audiodecoder-decode: opus, ${what}: EncodingError`, async t => {
    const { packets, decoderConfig } = await encodeAudio(t, { codec: 'opus' }, STEREO)
    const chunks = [...packets.slice(0, 3), { timestamp: 60_000, data: Uint8Array.from(packet) }]
    await t.throwsAsync(decodeAudio(t, decoderConfig, chunks), exception('EncodingError'))
  })
}
