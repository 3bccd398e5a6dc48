// HEVC as it is found in the field. The ffmpeg program decodes the same media.
import test from 'ava'
import { makeMedia } from '../support/media.js'
import { byteStream, nalType, parameterSets, reframed, toByteStream, unitsOf } from '../support/nal.js'
import { decodeAll, recordingDecoder } from '../support/recording.js'
import {
  assertShows,
  type Chunk,
  fromKeyChunk,
  joined,
  later,
  type Shown,
  shared,
  shownByFfmpeg,
} from '../support/streams.js'

const x265 = (...params: string[]) => [
  '-tag:v',
  'hvc1',
  '-c:v',
  'libx265',
  '-x265-params',
  ['log-level=none', 'keyint=10', 'min-keyint=10', 'scenecut=0', ...params].join(':'),
]
const open = shared('open.mp4', x265('bframes=4', 'open-gop=1'))
const RADL = x265('bframes=4', 'open-gop=0', 'radl=2')
const B_FRAMES = x265('bframes=3')
const bFrames = shared('media.mp4', B_FRAMES)

const AUD = Uint8Array.from([0x46, 1, 0x50])
const SEI = Uint8Array.from([0x4e, 1, 5, 17, ...Array(16).fill(7), 1, 0x80])
const END_OF_SEQUENCE = Uint8Array.from([0x48, 1])
const CRA = 21
const RASL = [8, 9]
const RADL_TYPES = [6, 7]

/** The types of the NAL units of a chunk with lengths. */
const types = (chunk: Chunk) => unitsOf(chunk.data).map(unit => nalType('hvc1', unit))

const isOf = (chunk: Chunk, wanted: number[]) => types(chunk).some(type => wanted.includes(type))

/** The pictures of those chunks. */
function shownOf(shown: Shown[], chunks: Chunk[]): Shown[] {
  const times = new Set(chunks.map(({ timestamp }) => timestamp))
  return shown.filter(({ timestamp }) => times.has(timestamp))
}

for (const number of [1, 2]) {
  test(`#dom-videodecoder-decode: hevc: leading pictures of CRA picture ${number} are skipped when decoding starts there`, async t => {
    const { media, shown } = await open(t)
    const chunks = fromKeyChunk(media.chunks, number)
    t.deepEqual(types(chunks[0] as Chunk).at(-1), CRA)
    const next = chunks.findIndex((chunk, i) => i > 0 && chunk.type === 'key')
    const isSkipped = (chunk: Chunk, i: number) => isOf(chunk, RASL) && (next === -1 || i < next)
    t.true(chunks.some(isSkipped))
    const kept = chunks.filter((chunk, i) => !isSkipped(chunk, i))
    await assertShows(t, { config: media.config, chunks }, shownOf(shown, kept))
  })
}

test('#dom-videodecoder-flush: hevc: after it, leading pictures of a CRA picture are skipped', async t => {
  const { media } = await open(t)
  const { decoder, frames, errors } = recordingDecoder(t, media.config)
  decodeAll(decoder, media.chunks.slice(0, 5))
  await decoder.flush()
  t.is(frames.length, 5)
  const chunks = fromKeyChunk(media.chunks, 2)
  decodeAll(decoder, chunks)
  await decoder.flush()
  const kept = chunks.filter(chunk => !isOf(chunk, RASL)).map(({ timestamp }) => timestamp)
  t.true(kept.length < chunks.length)
  t.deepEqual(
    frames.slice(5).map(({ timestamp }) => timestamp),
    kept.sort((a, b) => a - b),
  )
  t.deepEqual(errors, [])
})

test('#dom-videodecoder-decode: hevc: leading pictures of the second CRA picture of a stream come out', async t => {
  const { media, shown } = await open(t)
  t.true(media.chunks.some(chunk => isOf(chunk, RASL)))
  await assertShows(t, media, shown)
})

test('#dom-videodecoder-decode: hevc: decodable leading pictures come out when decoding starts before them', async t => {
  const media = await makeMedia(t, 'radl.mp4', RADL)
  const chunks = fromKeyChunk(media.chunks, 1)
  const leading = chunks.filter(chunk => isOf(chunk, RADL_TYPES))
  t.true(leading.some(({ timestamp }) => timestamp < (chunks[0]?.timestamp ?? 0)))
  await assertShows(t, { config: media.config, chunks }, shownOf(await shownByFfmpeg(media), chunks))
})

test('#hevc-bitstream-format: delimiters, SEI and parameter sets before each key picture', async t => {
  const options = x265('aud=1', 'repeat-headers=1', 'hrd=1', 'vbv-maxrate=1000', 'vbv-bufsize=1000', 'slices=2')
  const media = await makeMedia(t, 'aud.mp4', [...options, '-tag:v', 'hev1'])
  const [aud, vps, sps, pps, sei] = types(media.chunks[0] as Chunk)
  t.deepEqual([aud, vps, sps, pps, sei], [35, 32, 33, 34, 39])
  const shown = await shownByFfmpeg(media)
  await assertShows(t, media, shown)
  for (const startCode of [
    [0, 0, 1],
    [0, 0, 0, 1],
    [0, 0, 0, 0, 1],
  ]) {
    const stream = reframed(media, units => byteStream(units, startCode))
    await assertShows(t, { ...stream, config: { ...stream.config, codec: 'hev1.1.6.L60.90' } }, shown)
  }
})

test('#hevc-bitstream-format: byte streams decode under hvc1, with and without a description', async t => {
  const { media, shown } = await bFrames(t)
  const config = { ...media.config, codec: 'hvc1.1.6.L30.90' }
  await assertShows(t, toByteStream({ ...media, config }), shown)
  const description = media.config.description as Uint8Array<ArrayBuffer>
  await assertShows(
    t,
    reframed({ ...media, config }, units => byteStream([AUD, SEI, ...units]), description),
    shown,
  )
})

test('#dom-videodecoder-output-callback: hevc: parameter sets in the stream change the size', async t => {
  const media = await makeMedia(t, 'a.mp4', B_FRAMES, { frames: 6 })
  const other = await makeMedia(t, 'b.mp4', B_FRAMES, { frames: 6, size: '48x80' })
  const chunks = [...toByteStream(media).chunks, ...later(toByteStream(other).chunks, 1e6)]
  const shown = [...(await shownByFfmpeg(media)), ...later(await shownByFfmpeg(other), 1e6)]
  await assertShows(t, { config: toByteStream(media).config, chunks }, shown)
})

test('#dom-videodecoder-decode: hevc: every picture of a chunk comes out, with the chunk\u2019s time', async t => {
  const media = toByteStream(await makeMedia(t, 'media.mp4', x265('bframes=0', 'slices=2', 'aud=1'), { frames: 6 }))
  const shown = await shownByFfmpeg(media)
  const [first, second, third, fourth, ...rest] = media.chunks as [Chunk, Chunk, Chunk, Chunk]
  const chunks = [first, joined(second, third, fourth), ...rest]
  const own = shown.map((picture, i) => (i === 2 || i === 3 ? { ...picture, timestamp: second.timestamp } : picture))
  await assertShows(t, { config: media.config, chunks }, own)
})

test('#dom-videodecoder-decode: hevc: units that come without a picture belong to the next one', async t => {
  const media = await makeMedia(t, 'media.mp4', x265('bframes=0'), { frames: 12 })
  const stream = toByteStream(media)
  const alone = (units: Uint8Array[], timestamp: number): Chunk => ({
    type: 'delta',
    timestamp,
    data: byteStream(units),
  })
  const [first, ...rest] = stream.chunks
  const sets = alone(parameterSets(media.config), 1)
  const chunks = [first as Chunk, sets, alone([AUD], 2), ...rest, alone([END_OF_SEQUENCE], 3), alone([SEI], 4)]
  await assertShows(t, { config: stream.config, chunks }, await shownByFfmpeg(media))
})
