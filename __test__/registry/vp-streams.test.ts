// VP8 and VP9 as they are found in the field. The ffmpeg program decodes the same media.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { ivf } from '../support/ivf.js'
import { makeMedia } from '../support/media.js'
import { ffmpeg, ffprobe, temporaryDirectory } from '../support/programs.js'
import { assertShows, type Chunk, later, picturesByFfmpeg, shownByFfmpeg } from '../support/streams.js'
import { framesOf, isHidden, withSize } from '../support/vp9.js'

const VP8 = ['-c:v', 'libvpx', '-b:v', '200k', '-cpu-used', '5']
const VP9 = ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-cpu-used', '5']
/** Only the second of two passes makes hidden frames. */
const HIDDEN = [...VP9, '-auto-alt-ref', '1', '-lag-in-frames', '16']

for (const [codec, options] of [
  ['vp8', VP8],
  ['vp9', VP9],
] as const) {
  test(`#dom-videodecoder-output-callback: ${codec}: key frames change the size`, async t => {
    const media = await makeMedia(t, 'a.webm', options, { frames: 5, size: '97x63' })
    const other = await makeMedia(t, 'b.webm', options, { frames: 5, size: '48x80' })
    const shown = [...(await shownByFfmpeg(media)), ...later(await shownByFfmpeg(other), 1e6)]
    await assertShows(t, { config: media.config, chunks: [...media.chunks, ...later(other.chunks, 1e6)] }, shown)
  })
}

test('#dom-videodecoder-decode: vp9: superframes with hidden frames, and hidden frames in chunks of their own', async t => {
  const passes = [...HIDDEN, '-passlogfile', join(await temporaryDirectory(t), 'passes')]
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=25', '-frames:v', '30', '-pix_fmt', 'yuv420p']
  await ffmpeg(...source, '-threads', '1', ...passes, '-pass', '1', '-f', 'null', '-')
  const media = await makeMedia(t, 'hidden.webm', [...passes, '-pass', '2'])
  const shown = await shownByFfmpeg(media)
  await assertShows(t, media, shown)
  const chunks = media.chunks.flatMap(chunk => framesOf(chunk.data).map(data => ({ ...chunk, data })))
  t.true(chunks.length > media.chunks.length)
  t.is(chunks.filter(({ data }) => !isHidden(data)).length, media.chunks.length)
  await assertShows(t, { config: media.config, chunks }, shown)
})

test('#dom-videodecoder-decode: vp9: frames that only show an earlier one', async t => {
  const media = await makeMedia(t, 'a.webm', VP9, { frames: 1 })
  const [shown] = await shownByFfmpeg(media)
  const again = [3, 0, 7].map((slot, i): Chunk => {
    return { type: 'delta', timestamp: (i + 1) * 1000, data: Uint8Array.from([0x88 | slot]) }
  })
  const chunks = [...media.chunks, ...again]
  const pixels = shown?.pixels as Buffer
  await assertShows(
    t,
    { config: media.config, chunks },
    chunks.map(({ timestamp }) => ({ timestamp, pixels })),
  )
})

test('#dom-videodecoder-output-callback: vp9: the size changes without a key frame, by scaled references', async t => {
  const options = [...VP9, '-error-resilient', '1', '-deadline', 'realtime', '-lag-in-frames', '0']
  const large = await makeMedia(t, 'a.webm', options, { frames: 3, size: '96x64' })
  const small = await makeMedia(t, 'b.webm', options, { frames: 6, size: '64x48' })
  const [, second, ...rest] = small.chunks as [Chunk, Chunk]
  const size = { width: 64, height: 48 }
  const scaled = [{ ...second, data: withSize(second.data, size) }, ...rest]
  const chunks = [...large.chunks, ...later(scaled, 1e6)]
  const file = join(await temporaryDirectory(t), 'scaled.ivf')
  const frames = chunks.map(({ data }) => data)
  await writeFile(file, ivf('VP90', { width: 96, height: 64 }, frames))
  const sizes = (await ffprobe(file)).frames.map(({ width, height }) => `${width}x${height}`)
  t.deepEqual(sizes, [...Array(3).fill('96x64'), ...Array(5).fill('64x48')])
  // without -autoscale every picture keeps its size
  const all = await ffmpeg('-i', file, '-autoscale', '0', '-vsync', 'passthrough', '-f', 'rawvideo', '-')
  const bytes = sizes.map(size => (size === '96x64' ? 96 * 64 : 64 * 48) * 1.5)
  t.is(
    all.length,
    bytes.reduce((sum, length) => sum + length),
  )
  let at = 0
  const shown = chunks.map(({ timestamp }, i) => {
    const length = bytes[i] ?? 0
    at += length
    return { timestamp, pixels: all.subarray(at - length, at) }
  })
  await assertShows(t, { config: large.config, chunks }, shown)
})

test('#dom-videodecoder-decode: vp9: a frame size in the header changes nothing when it is the same', async t => {
  const media = await makeMedia(t, 'a.webm', [...VP9, '-error-resilient', '1'], { frames: 3 })
  const size = { width: 96, height: 64 }
  const chunks = media.chunks.map((chunk, i) => (i === 1 ? { ...chunk, data: withSize(chunk.data, size) } : chunk))
  t.notDeepEqual(chunks, media.chunks)
  t.is((await picturesByFfmpeg(media.file, 3)).length, 3)
  await assertShows(t, { config: media.config, chunks }, await shownByFfmpeg(media))
})
