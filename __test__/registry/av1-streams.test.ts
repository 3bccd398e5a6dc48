// AV1 as it is found in the field. The ffmpeg program decodes the same media, also by libaom, which is not our decoder.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { exception } from '../support/exception.js'
import { readIvf } from '../support/ivf.js'
import { makeMedia } from '../support/media.js'
import {
  FRAME,
  FRAME_HEADER,
  type Obu,
  obuBytes,
  obusOf,
  SEQUENCE_HEADER,
  TEMPORAL_DELIMITER,
  TILE_GROUP,
  withTwoLayers,
} from '../support/obus.js'
import { ffmpeg, temporaryDirectory } from '../support/programs.js'
import { decodeAll, recordingDecoder } from '../support/recording.js'
import { assertShows, type Chunk, later, type Shown, shownByFfmpeg } from '../support/streams.js'

const AV1 = ['-c:v', 'libaom-av1', '-b:v', '200k', '-cpu-used', '8']
const config = { codec: 'av01.0.04M.08' }

/** Temporal units with their delimiters, and the pictures that libaom makes of them. */
async function stream(t: ExecutionContext, options: string[], { frames = 12, size = '96x64' } = {}) {
  const file = join(await temporaryDirectory(t), 'stream.ivf')
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-frames:v', `${frames}`]
  await ffmpeg(...source, '-pix_fmt', 'yuv420p', '-threads', '1', ...AV1, ...options, file)
  const units = readIvf(await readFile(file)).map(obusOf)
  const raw = ['-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-']
  const pixels = await ffmpeg('-c:v', 'libaom-av1', '-i', file, ...raw)
  const length = pixels.length / units.length
  const shown = units.map((_, i): Shown => {
    return { timestamp: i * 1000, pixels: pixels.subarray(i * length, (i + 1) * length) }
  })
  return { units, shown }
}

const chunk = (data: Uint8Array<ArrayBuffer>, i: number): Chunk => ({
  type: i === 0 ? 'key' : 'delta',
  timestamp: i * 1000,
  data,
})

const chunksOf = (units: Obu[][]) => units.map((obus, i) => chunk(obuBytes(obus), i))

const without = (obus: Obu[], type: number) => obus.filter(obu => obu.type !== type)

test('#dom-videodecoder-decode: av1: temporal delimiters may be there or not', async t => {
  const { units, shown } = await stream(t, [])
  t.true(units.every(([first]) => first?.type === TEMPORAL_DELIMITER))
  await assertShows(t, { config, chunks: chunksOf(units) }, shown)
  await assertShows(t, { config, chunks: chunksOf(units.map(obus => without(obus, TEMPORAL_DELIMITER))) }, shown)
})

test('#dom-videodecoder-decode: av1: chunks that show nothing', async t => {
  const { units, shown } = await stream(t, ['-lag-in-frames', '16'], { frames: 24 })
  const [first = [], ...rest] = units
  const header = first.filter(({ type }) => type === SEQUENCE_HEADER)
  const delimiter = [{ type: TEMPORAL_DELIMITER, payload: new Uint8Array() }]
  const chunks = chunksOf([first, delimiter, header, ...rest, delimiter])
  await assertShows(t, { config, chunks }, [shown[0] as Shown, ...later(shown.slice(1), 2000)])
})

test('#dom-videodecoder-decode: av1: hidden frames in chunks of their own', async t => {
  const { units, shown } = await stream(t, ['-lag-in-frames', '16'], { frames: 24 })
  const chunks: Chunk[] = []
  for (const [i, obus] of units.entries()) {
    const last = obus.findLastIndex(({ type }) => type === FRAME || type === FRAME_HEADER)
    const hidden = obus.slice(0, last).filter(({ type }) => type === FRAME)
    const rest = obus.filter(obu => !hidden.includes(obu))
    chunks.push(...hidden.map(obu => chunk(obuBytes([obu]), i)), chunk(obuBytes(rest), i))
  }
  t.true(chunks.length > units.length)
  await assertShows(t, { config, chunks }, shown)
})

test('#dom-videodecoder-decode: av1: without a sequence header is an EncodingError', async t => {
  const { units } = await stream(t, [], { frames: 3 })
  const { decoder, frames, errors } = recordingDecoder(t, config)
  decodeAll(decoder, chunksOf(units.map(obus => without(obus, SEQUENCE_HEADER))))
  await t.throwsAsync(decoder.flush(), exception('EncodingError'))
  t.is(errors[0]?.name, 'EncodingError')
  t.is(frames.length, 0)
})

test('#dom-videodecoder-decode: av1: several tile groups', async t => {
  const tiles = ['-tiles', '2x2', '-aom-params', 'num-tile-groups=2']
  const { units, shown } = await stream(t, tiles, { frames: 3, size: '256x256' })
  t.is(units[0]?.filter(({ type }) => type === TILE_GROUP).length, 2)
  await assertShows(t, { config, chunks: chunksOf(units) }, shown)
})

test('#dom-videodecoder-decode: av1: film grain is the one of libaom', async t => {
  const plain = await stream(t, [], { frames: 4 })
  const { units, shown } = await stream(t, ['-aom-params', 'film-grain-test=1'], { frames: 4 })
  t.notDeepEqual(shown[0], plain.shown[0])
  await assertShows(t, { config, chunks: chunksOf(units) }, shown)
})

test('#dom-videodecoder-decode: av1: of several spatial layers the highest comes out', async t => {
  const { units, shown } = await stream(t, ['-lag-in-frames', '0'], { frames: 8 })
  const chunks: Chunk[] = []
  for (let i = 0; i < units.length; i += 2) {
    const [lower = [], upper = []] = units.slice(i, i + 2).map(obus => without(obus, TEMPORAL_DELIMITER))
    const head = lower.map(obu => (obu.type === SEQUENCE_HEADER ? withTwoLayers(obu) : obu))
    const delimiter = obuBytes([{ type: TEMPORAL_DELIMITER, payload: new Uint8Array() }])
    const data = new Uint8Array(Buffer.concat([delimiter, obuBytes(head, 0), obuBytes(upper, 1)]))
    chunks.push(chunk(data, i))
  }
  const upper = shown.filter((_, i) => i % 2 === 1)
  await assertShows(t, { config, chunks }, later(upper, -1000))
})

test('#dom-videodecoder-output-callback: av1: sequence headers change the size', async t => {
  const media = await makeMedia(t, 'a.webm', AV1, { frames: 4, size: '97x63' })
  const other = await makeMedia(t, 'b.webm', AV1, { frames: 4, size: '48x80' })
  const shown = [...(await shownByFfmpeg(media)), ...later(await shownByFfmpeg(other), 1e6)]
  await assertShows(t, { config: media.config, chunks: [...media.chunks, ...later(other.chunks, 1e6)] }, shown)
})
