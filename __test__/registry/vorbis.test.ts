import test from 'ava'
import { AudioDecoder, AudioEncoder } from '../../index.js'
import { decodeAudio, type EncodedSound, encodeAudio, samplesOf } from '../support/audio.js'
import { assertLag, assertTones, largestDifference, reordered } from '../support/audio-judging.js'
import { makeAudio, muxAudio, soundByFfmpeg, toneSource } from '../support/audio-media.js'
import { VORBIS_ORDERS } from '../support/channel-orders.js'
import { exception } from '../support/exception.js'
import { ffprobeAudio } from '../support/programs.js'
import { noise, sweeps, tones } from '../support/tones.js'

const RATE = 48_000
const STEREO = samplesOf(sweeps(RATE, RATE / 2, 2))

/** The three packets in Xiph's lacing: their count less one, the lengths of all but the last, the packets. */
function headers({ decoderConfig }: Pick<EncodedSound, 'decoderConfig'>): Buffer[] {
  const bytes = Buffer.from(decoderConfig.description as ArrayBuffer)
  let at = 1
  const length = () => {
    let sum = 0
    for (let value = 255; value === 255; sum += value) value = bytes[at++] ?? 0
    return sum
  }
  const lengths = Array.from({ length: bytes[0] ?? 0 }, length)
  const packets = lengths.map(count => {
    at += count
    return bytes.subarray(at - count, at)
  })
  return [...packets, bytes.subarray(at)]
}

/** The identification header (Vorbis I, section 4.2.2). */
function identification(encoded: Pick<EncodedSound, 'decoderConfig'>) {
  const [header = Buffer.alloc(30)] = headers(encoded)
  const blocks = header[28] ?? 0
  return {
    version: header.readUInt32LE(7),
    channels: header[11],
    rate: header.readUInt32LE(12),
    bitrates: [16, 20, 24].map(at => header.readInt32LE(at)),
    short: 1 << (blocks & 15),
    long: 1 << (blocks >> 4),
  }
}

const supported = async (config: object) =>
  (await AudioEncoder.isConfigSupported({ codec: 'vorbis', sampleRate: RATE, numberOfChannels: 2, ...config }))
    .supported
const bytes = ({ packets }: EncodedSound) => packets.reduce((sum, { data }) => sum + data.length, 0)

test('#fully-qualified-codec-strings: vorbis is encoded and, with a description, decoded; nothing but that string', async t => {
  const { decoderConfig } = await encodeAudio(t, { codec: 'vorbis' }, STEREO)
  t.true(await supported({}))
  t.true((await AudioDecoder.isConfigSupported(decoderConfig)).supported)
  for (const codec of ['Vorbis', 'vorbis ', 'ogg']) {
    t.false(await supported({ codec }))
    t.false((await AudioDecoder.isConfigSupported({ ...decoderConfig, codec })).supported)
  }
})

for (const [rate, channels] of [
  [48_000, 1],
  [44_100, 2],
  [8_000, 1],
  [96_000, 2],
  [48_000, 6],
  [48_000, 8],
] as const) {
  test(`#audiodecoderconfig-description: vorbis, ${rate} Hz, ${channels} channels: is the three headers in Xiph's format`, async t => {
    const encoded = await encodeAudio(t, { codec: 'vorbis' }, samplesOf(sweeps(rate, 6_000, channels)))
    const { description, ...rest } = encoded.decoderConfig
    t.deepEqual(rest, { codec: 'vorbis', sampleRate: rate, numberOfChannels: channels })
    t.deepEqual(
      headers(encoded).map(header => header.toString('latin1', 0, 7)),
      ['\x01vorbis', '\x03vorbis', '\x05vorbis'],
    )
    t.like(identification(encoded), { version: 0, channels, rate })
    t.is(headers(encoded)[0]?.length, 30)
    t.is(encoded.priming, 0)
    const probed = await ffprobeAudio(await muxAudio(t, 'ogg', 'vorbis', encoded))
    t.like(probed, { codec_name: 'vorbis', sample_rate: `${rate}`, channels })
  })
}

test('#dom-audioencoderconfig-bitratemode: vorbis: constant is managed, variable has a nominal bitrate', async t => {
  const made = (bitrate: number, bitrateMode: 'constant' | 'variable') =>
    encodeAudio(t, { codec: 'vorbis', bitrate, bitrateMode }, samplesOf(noise(RATE, RATE, 2)))
  for (const bitrate of [64_000, 128_000, 192_000]) {
    const constant = await made(bitrate, 'constant')
    t.deepEqual(identification(constant).bitrates, [bitrate, bitrate, bitrate])
    const mean = bytes(constant) * 8
    t.true(Math.abs(mean / bitrate - 1) < 0.15, `${mean}`)
    const [most = 0, nominal, least = 0] = identification(await made(bitrate, 'variable')).bitrates
    t.is(nominal, bitrate)
    t.true(most <= 0 && least <= 0, 'unbounded')
  }
  t.true(bytes(await made(64_000, 'variable')) < 0.7 * bytes(await made(192_000, 'variable')))
})

test('#dom-audioencoderconfig-bitratemode: vorbis: constant without a bitrate is 64000 for each channel', async t => {
  const encoded = await encodeAudio(t, { codec: 'vorbis', bitrateMode: 'constant' }, STEREO)
  t.deepEqual(identification(encoded).bitrates, [128_000, 128_000, 128_000])
})

test('#dom-audioencoderconfig-bitrate: vorbis: what the encoder has no mode for is unsupported', async t => {
  for (const bitrate of [1, 1_000, 10_000_000]) {
    t.false(await supported({ bitrate }), `${bitrate}`)
    await t.throwsAsync(encodeAudio(t, { codec: 'vorbis', bitrate }, STEREO), exception('NotSupportedError'))
  }
})

for (const block of [1, 7, 777, 1024, 5000]) {
  test(`#dom-audioencoder-encode: vorbis, blocks of ${block}: the chunks lie in time as the samples do`, async t => {
    const samples = samplesOf(sweeps(RATE, 6_001, 2))
    const start = 1_234_567
    const encoded = await encodeAudio(t, { codec: 'vorbis' }, samples, { block, timestamp: start })
    let end = start
    for (const { timestamp, duration, type } of encoded.packets) {
      t.is(timestamp, end)
      t.is(type, 'key')
      end += duration ?? Number.NaN
    }
    t.is(end, start + Math.floor((6_001 * 1e6) / RATE))
    t.is(encoded.packets[0]?.duration, 0, 'the first packet only begins an overlap')
    const whole = await encodeAudio(t, { codec: 'vorbis' }, samples, { block: 6_001 })
    t.deepEqual(
      encoded.packets.map(({ data }) => data),
      whole.packets.map(({ data }) => data),
    )
    // Each chunk's duration is that of the frames which it gives.
    const { blocks } = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    const gives = encoded.packets.slice(1)
    t.deepEqual(
      blocks.map(({ timestamp }) => timestamp),
      gives.map(({ timestamp }) => timestamp),
    )
    const frames = blocks.reduce((sum, { numberOfFrames }) => sum + numberOfFrames, 0)
    t.true(frames >= 6_001)
  })
}

for (const [rate, channels] of [
  [48_000, 1],
  [44_100, 2],
  [22_050, 1],
] as const) {
  test(`#encoded-audio-chunk-metadata: vorbis, ${rate} Hz, ${channels} channels: everything is in its place, to the sample`, async t => {
    const sound = sweeps(rate, Math.max(rate, 25_000), channels)
    const encoded = await encodeAudio(t, { codec: 'vorbis' }, samplesOf(sound))
    t.is(encoded.priming, 0)
    const own = await decodeAudio(t, encoded.decoderConfig, encoded.packets)
    assertLag(t, sound, own.sound, 0, { what: 'decoded by AudioDecoder' })
    const theirs = await soundByFfmpeg(await muxAudio(t, 'ogg', 'vorbis', encoded), channels, rate, '-c:a', 'libvorbis')
    assertLag(t, sound, theirs, 0, { what: 'decoded by ffmpeg' })
  })
}

for (const { layout, order, frequencies, native } of VORBIS_ORDERS) {
  const channels = order.length

  test(`#audio-channel-ordering: vorbis, ${channels} channels: none is moved by encoding or decoding`, async t => {
    const encoded = await encodeAudio(t, { codec: 'vorbis' }, samplesOf(tones(RATE, RATE / 2, frequencies)))
    assertTones(t, (await decodeAudio(t, encoded.decoderConfig, encoded.packets)).sound, frequencies)
    const file = await muxAudio(t, 'ogg', 'vorbis', encoded)
    assertTones(t, reordered(await soundByFfmpeg(file, channels, RATE), order), frequencies)
    // This decoder leaves the channels as they are in the stream.
    assertTones(t, await soundByFfmpeg(file, channels, RATE, '-c:a', 'libvorbis'), frequencies)
  })

  test(`#audio-channel-ordering: vorbis, ${channels} channels made by ffmpeg: come out in the stream's order`, async t => {
    const { config, chunks } = await makeAudio(t, 'sound.ogg', toneSource(native, layout), '-c:a', 'libvorbis')
    assertTones(t, (await decodeAudio(t, config, chunks)).sound, frequencies)
  })
}

for (const [what, source, encoder] of [
  ['by libvorbis', 'anoisesrc=r=44100:d=0.3:a=0.3:seed=1', ['-c:a', 'libvorbis', '-q:a', '6']],
  ['at a low rate', 'anoisesrc=r=16000:d=0.3:a=0.3:seed=1', ['-c:a', 'libvorbis', '-q:a', '0']],
  ['by another encoder', toneSource([300, 500], 'stereo'), ['-c:a', 'vorbis', '-strict', 'experimental']],
] as const) {
  test(`#dom-audiodecoder-decode: vorbis, made ${what}: decodes as in ffmpeg`, async t => {
    const media = await makeAudio(t, 'sound.ogg', source, ...encoder)
    const { sound, blocks } = await decodeAudio(t, media.config, media.chunks)
    const theirs = await soundByFfmpeg(media.file, sound.channels.length, sound.rate)
    t.true((sound.channels[0]?.length ?? 0) >= (theirs.channels[0]?.length ?? 1))
    t.true(largestDifference(theirs, sound) < 1e-6)
    t.is(blocks.length, media.chunks.length - 1)
  })
}

test('#audiodecoderconfig-description: vorbis: the rate and channels of the config are overridden by it', async t => {
  const { decoderConfig, packets } = await encodeAudio(t, { codec: 'vorbis' }, STEREO)
  const { blocks } = await decodeAudio(t, { ...decoderConfig, sampleRate: 8_000, numberOfChannels: 1 }, packets)
  t.like(blocks[0], { sampleRate: RATE, numberOfChannels: 2 })
})

test('#audiodecoderconfig-description: vorbis: is required, and must be whole', async t => {
  const { decoderConfig } = await encodeAudio(t, { codec: 'vorbis' }, STEREO)
  const { description, ...without } = decoderConfig
  const right = new Uint8Array(description as ArrayBuffer)
  const wrong = [new Uint8Array(), right.slice(0, 40), right.slice(0, -50), right.slice(1), right.map(byte => ~byte)]
  for (const config of [without, ...wrong.map(description => ({ ...without, description }))]) {
    t.false((await AudioDecoder.isConfigSupported(config)).supported)
    await t.throwsAsync(decodeAudio(t, config, []), exception('NotSupportedError'))
  }
})

for (const [what, spoilt] of Object.entries({
  'no bytes': [],
  'a header': [...Buffer.from('\x05vorbis')],
  'a bit that says that it is no audio': [1, 2, 3, 4],
})) {
  test(`#dom-audiodecoder-decode: vorbis, a chunk of ${what}: EncodingError`, async t => {
    const { packets, decoderConfig } = await encodeAudio(t, { codec: 'vorbis' }, STEREO)
    const chunks = [...packets.slice(0, 3), { timestamp: 0, data: Uint8Array.from(spoilt) }]
    await t.throwsAsync(decodeAudio(t, decoderConfig, chunks), exception('EncodingError'))
  })
}
