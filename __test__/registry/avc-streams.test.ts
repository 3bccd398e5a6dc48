// H.264 as it is found in the field. The ffmpeg program decodes the same media, or the samples are known.
import test from 'ava'
import { pixels } from '../support/frames.js'
import { makeMedia } from '../support/media.js'
import { byteStream, parameterSets, prefixed, reframed, toByteStream } from '../support/nal.js'
import { pcmStream } from '../support/pcm-avc.js'
import { decodeAll, recordingDecoder } from '../support/recording.js'
import {
  assertShows,
  type Chunk,
  fromKeyChunk,
  joined,
  later,
  picturesByFfmpeg,
  shared,
  shownByFfmpeg,
  writeChunks,
} from '../support/streams.js'

const x264 = (...params: string[]) => ['-c:v', 'libx264', '-x264-params', ['threads=1', ...params].join(':')]
const B_FRAMES = x264('bframes=3', 'keyint=12')
const bFrames = shared('media.mp4', B_FRAMES)
const OPEN = x264('bframes=3', 'open-gop=1', 'b-adapt=0', 'keyint=8', 'min-keyint=8', 'scenecut=0')
const open = shared('open.mp4', OPEN)

const AUD = Uint8Array.from([9, 0xf0])
const SEI = Uint8Array.from([6, 5, 17, ...Array(16).fill(7), 1, 0x80])
const FILLER = Uint8Array.from([12, 0xff, 0xff, 0x80])
const END_OF_SEQUENCE = Uint8Array.from([10])

const pcmChunk = (units: Uint8Array[], i: number): Chunk => ({
  type: i === 0 ? 'key' : 'delta',
  timestamp: i * 1000,
  data: byteStream(units),
})

for (const number of [1, 2, 3]) {
  test(`#dom-videodecoder-decode: avc: decoding starts at recovery point ${number} of a stream of open GOPs`, async t => {
    const { media, shown } = await open(t)
    const chunks = fromKeyChunk(media.chunks, number)
    const start = chunks[0]?.timestamp ?? Number.NaN
    t.true(chunks.some(({ timestamp }) => timestamp < start))
    const right = shown.filter(({ timestamp }) => timestamp >= start)
    await assertShows(t, { config: media.config, chunks }, right)
  })
}

test('#dom-videodecoder-flush: avc: however few chunks follow a recovery point, their pictures come out', async t => {
  const { media, shown } = await open(t)
  const all = fromKeyChunk(media.chunks, 1)
  const start = all[0]?.timestamp ?? Number.NaN
  for (let count = 1; count < 12; count++) {
    const chunks = all.slice(0, count)
    const times = chunks.map(({ timestamp }) => timestamp)
    const expected = shown.filter(({ timestamp }) => timestamp >= start && times.includes(timestamp))
    await assertShows(t, { config: media.config, chunks }, expected)
  }
})

test('#dom-videodecoder-flush: avc: after it, decoding starts at a recovery point', async t => {
  const { media } = await open(t)
  const chunks = fromKeyChunk(media.chunks, 2)
  const { decoder, frames, errors } = recordingDecoder(t, media.config)
  decodeAll(decoder, media.chunks.slice(0, 5))
  await decoder.flush()
  t.is(frames.length, 5)
  decodeAll(decoder, chunks)
  await decoder.flush()
  const start = chunks[0]?.timestamp ?? Number.NaN
  const times = chunks.map(({ timestamp }) => timestamp).filter(timestamp => timestamp >= start)
  t.deepEqual(
    frames.slice(5).map(({ timestamp }) => timestamp),
    times.sort((a, b) => a - b),
  )
  t.deepEqual(errors, [])
})

test('#dom-videodecoder-flush: avc: a recovery point that no picture followed is not that of the pictures after it', async t => {
  const point = (count: number[]) => Uint8Array.from([6, 6, 1, ...count, 0x80])
  const { sets, frames, pixels: shown } = pcmStream(6)
  const { decoder, frames: decoded, errors } = recordingDecoder(t, { codec: 'avc1.4D001E' })
  const chunk = (type: Chunk['type'], timestamp: number, units: Uint8Array[]) => ({
    type,
    timestamp,
    data: byteStream(units),
  })
  decodeAll(decoder, [
    chunk('key', 0, [...sets, ...(frames[0] ?? [])]),
    chunk('delta', 1000, [...sets, point([0x2c])]), // recovery_frame_cnt is 4
  ])
  await decoder.flush()
  const rest = frames.slice(1).map((units, i) => (i === 0 ? [point([0xc4]), ...units] : units)) // it is 0
  decodeAll(
    decoder,
    rest.map((units, i) => chunk(i === 0 ? 'key' : 'delta', 2000 + i * 1000, units)),
  )
  await decoder.flush()
  t.deepEqual(errors, [])
  t.deepEqual(await Promise.all(decoded.map(pixels)), shown)
})

test('#dom-videodecoder-decode: avc: pictures before an intra refresh is complete do not come out', async t => {
  const media = await makeMedia(t, 'refresh.mp4', x264('intra-refresh=1', 'keyint=10', 'bframes=0'))
  const chunks = fromKeyChunk(media.chunks, 1)
  const shown = await shownByFfmpeg(media)
  const complete = shown.slice(-16) // 5 columns of macroblocks and one more are refreshed from picture 10 to 14
  await assertShows(t, { config: media.config, chunks }, complete)
})

for (const [name, frame] of Object.entries({
  'start codes of three bytes': (units: Uint8Array[]) => byteStream(units, [0, 0, 1]),
  'start codes with zeros before them': (units: Uint8Array[]) => byteStream(units, [0, 0, 0, 0, 0, 1]),
  'zeros at the end': (units: Uint8Array[]) => Uint8Array.from([...byteStream(units), 0, 0, 0, 0]),
  'access unit delimiters and SEI first': (units: Uint8Array[]) => byteStream([AUD, SEI, ...units]),
  'filler at the end': (units: Uint8Array[]) => byteStream([...units, FILLER]),
})) {
  test(`#avc-bitstream-format: byte streams with ${name} decode without a description`, async t => {
    const { media, shown } = await bFrames(t)
    const sets = parameterSets(media.config)
    const stream = reframed(media, (units, key) => frame(key ? [...sets, ...units] : units))
    t.is(stream.config.description, undefined)
    await assertShows(t, stream, shown)
  })
}

test('#avc-bitstream-format: byte streams decode in spite of a description', async t => {
  const { media, shown } = await bFrames(t)
  const description = media.config.description as Uint8Array<ArrayBuffer>
  const sets = parameterSets(media.config)
  await assertShows(
    t,
    reframed(media, units => byteStream(units), description),
    shown,
  )
  const repeated = reframed(
    media,
    (units, key) => byteStream(key ? [AUD, ...sets, ...units] : [AUD, ...units]),
    description,
  )
  await assertShows(t, repeated, shown)
})

for (const lengthSize of [1, 2, 4]) {
  test(`#avc-bitstream-format: NAL unit lengths of ${lengthSize} bytes`, async t => {
    const media = await makeMedia(t, 'media.mp4', x264('bframes=3', 'keyint=12', 'slice-max-size=200'))
    const description = Uint8Array.from(media.config.description as Uint8Array)
    description[4] = 0xfc | (lengthSize - 1)
    const fits = ({ length }: Uint8Array) => length < 256 ** lengthSize // the encoder's advertisement does not, in 1 byte
    const stream = reframed(media, units => prefixed(units.filter(fits), lengthSize), description)
    await assertShows(t, stream, await shownByFfmpeg(media))
  })
}

test('#avc-bitstream-format: parameter sets stand in the description, in the chunks, or in both', async t => {
  const { media, shown } = await bFrames(t)
  const full = media.config.description as Uint8Array<ArrayBuffer>
  const without = Uint8Array.from([...full.subarray(0, 5), 0xe0, 0])
  const sets = parameterSets(media.config)
  for (const [codec, description] of [
    ['avc1.640028', full],
    ['avc3.640028', full],
    ['avc3.640028', without],
  ] as const) {
    const inBand = reframed(media, (units, key) => prefixed(key ? [...sets, ...units] : units), description)
    await assertShows(t, { ...inBand, config: { ...inBand.config, codec } }, shown)
  }
  const stream = toByteStream(media)
  await assertShows(t, { ...stream, config: { ...stream.config, codec: 'avc3.640028' } }, shown)
})

test('#avc-bitstream-format: a description may hold several parameter sets, and SPS extensions', async t => {
  const media = await makeMedia(t, 'a.mp4', B_FRAMES, { frames: 6 })
  const other = await makeMedia(t, 'b.mp4', x264('bframes=3', 'sps-id=1'), { frames: 6, size: '64x48' })
  const [sps, pps] = parameterSets(media.config)
  const [otherSps, otherPps] = parameterSets(other.config)
  const extension = Uint8Array.from([0x6d, 0xc0]) // seq_parameter_set_id 0, no auxiliary pictures
  const head = (media.config.description as Uint8Array).subarray(0, 5)
  const list = (...units: unknown[]) => (units as Uint8Array[]).flatMap(unit => [0, unit.length, ...unit])
  const sets = [0xe2, ...list(sps, otherSps), 2, ...list(pps, otherPps)]
  const description = Uint8Array.from([...head, ...sets, 0xfd, 0xf8, 0xf8, 1, ...list(extension)])
  const shown = [...(await shownByFfmpeg(media)), ...later(await shownByFfmpeg(other), 1e6)]
  await assertShows(
    t,
    { config: { ...media.config, description }, chunks: [...media.chunks, ...later(other.chunks, 1e6)] },
    shown,
  )
})

test('#dom-videodecoder-output-callback: avc: parameter sets in the stream change the size', async t => {
  const large = await makeMedia(t, 'a.mp4', B_FRAMES, { frames: 10 })
  const small = await makeMedia(t, 'b.mp4', B_FRAMES, { frames: 10, size: '48x80' })
  const description = large.config.description as Uint8Array<ArrayBuffer>
  const inBand = ({ config, chunks }: typeof large) => {
    const sets = parameterSets(config)
    return reframed({ ...large, chunks }, (units, key) => prefixed(key ? [...sets, ...units] : units), description)
  }
  const shown = await Promise.all([large, small].map(media => shownByFfmpeg(media)))
  const again = [inBand(large), inBand(small), inBand(large)]
  await assertShows(
    t,
    { config: large.config, chunks: again.flatMap(({ chunks }, i) => later(chunks, i * 1e6)) },
    [shown[0], shown[1], shown[0]].flatMap((pictures = [], i) => later(pictures, i * 1e6)),
  )
})

test('#dom-videodecoder-decode: avc: interlaced macroblocks (MBAFF) decode as in ffmpeg', async t => {
  const media = await makeMedia(t, 'mbaff.mp4', x264('interlaced=1', 'keyint=12', 'bframes=2'))
  await assertShows(t, media, await shownByFfmpeg(media))
  const stream = toByteStream(media)
  await assertShows(t, stream, await shownByFfmpeg(media))
})

test('#dom-videodecoder-decode: avc: options of Blu-ray discs decode as in ffmpeg', async t => {
  const options = ['bluray-compat=1', 'open-gop=1', 'aud=1', 'keyint=12', 'bframes=2', 'slices=4']
  const media = await makeMedia(t, 'disc.mp4', x264(...options, 'vbv-maxrate=1000', 'vbv-bufsize=1000'))
  await assertShows(t, media, await shownByFfmpeg(media))
})

for (const fields of [false, true]) {
  const kind = fields ? 'pairs of fields' : 'frames'
  const { sets, frames, pixels } = pcmStream(5, { fields })
  const config = { codec: 'avc1.4d001e' }
  const shown = (times: number[]) => pixels.map((picture, i) => ({ timestamp: times[i] ?? -1, pixels: picture }))

  test(`#dom-videodecoder-decode: avc: ${kind} without VUI come out sample by sample`, async t => {
    const chunks = frames.map((units, i) => pcmChunk(i === 0 ? [...sets, ...units] : units, i))
    t.deepEqual(await picturesByFfmpeg(await writeChunks(t, 'pcm.h264', chunks), 5), pixels)
    await assertShows(t, { config, chunks }, shown([0, 1000, 2000, 3000, 4000]))
  })

  test(`#dom-videodecoder-decode: avc: every picture of a chunk comes out, with the chunk's time: ${kind}`, async t => {
    const [first = [], second = [], third = [], fourth = [], fifth = []] = frames
    const chunks = [[...sets, ...first], [...second, AUD, ...third, AUD, SEI, ...fourth], fifth].map(pcmChunk)
    await assertShows(t, { config, chunks }, shown([0, 1000, 1000, 1000, 2000]))
    await assertShows(t, { config, chunks: [joined(...chunks)] }, shown([0, 0, 0, 0, 0]))
  })

  test(`#dom-videodecoder-decode: avc: units that come without a picture belong to the next one: ${kind}`, async t => {
    const [first = [], ...rest] = frames
    const chunks = [[...sets, ...first], sets, [AUD], ...rest, [END_OF_SEQUENCE], [FILLER], [SEI]].map(pcmChunk)
    await assertShows(t, { config, chunks }, shown([0, 3000, 4000, 5000, 6000]))
  })
}

test('#dom-videodecoder-decode: avc: fields in chunks of their own make a frame with the time of the first', async t => {
  const { sets, frames, pixels } = pcmStream(5, { fields: true })
  const chunks = frames.flat().map((unit, i) => pcmChunk(i === 0 ? [...sets, unit] : [unit], i))
  t.is(chunks.length, 10)
  const shown = pixels.map((picture, i) => ({ timestamp: i * 2000, pixels: picture }))
  await assertShows(t, { config: { codec: 'avc1.4d001e' }, chunks }, shown)
})

test('#dom-videodecoder-decode: avc: parameter sets sent ahead in a chunk of their own take effect', async t => {
  const large = toByteStream(await makeMedia(t, 'a.mp4', B_FRAMES, { frames: 4 }))
  const small = await makeMedia(t, 'b.mp4', B_FRAMES, { frames: 4, size: '48x80' })
  const sets: Chunk = { type: 'delta', timestamp: 5e5, data: byteStream(parameterSets(small.config)) }
  const pictures = reframed(small, units => byteStream(units)).chunks
  const { decoder, frames, errors } = recordingDecoder(t, large.config)
  decodeAll(decoder, [...large.chunks, sets, ...later(pictures, 1e6)])
  await decoder.flush()
  t.deepEqual(errors, [])
  t.deepEqual(
    frames.map(({ codedWidth, codedHeight }) => `${codedWidth}x${codedHeight}`),
    [...Array(4).fill('96x64'), ...Array(4).fill('48x80')],
  )
})
