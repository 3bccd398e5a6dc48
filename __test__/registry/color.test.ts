import test, { type ExecutionContext } from 'ava'
import { CODECS, type CodecName, writeStream } from '../support/codecs.js'
import { mean, solid } from '../support/frames.js'
import { decodedByFfmpeg, ffprobe } from '../support/programs.js'
import { encodeAll, recording } from '../support/recording.js'

const SIZE = { width: 1280, height: 720 }
const PIXELS = SIZE.width * SIZE.height
const CODEC_STRINGS = {
  avc: 'avc1.64001f',
  hevc: 'hvc1.1.6.L93.B0',
  vp8: 'vp8',
  vp9: 'vp09.00.31.08',
  av1: 'av01.0.05M.08',
}

/** Encodes one pure red RGBA frame of 720p. */
async function encodeRed(t: ExecutionContext, name: CodecName) {
  const config = { codec: CODEC_STRINGS[name], ...SIZE, bitrate: 2_000_000, latencyMode: 'realtime' } as const
  const { encoder, packets } = recording(t, name, { ...config, ...CODECS[name].elementary })
  encodeAll(encoder, [solid('red', SIZE)])
  await encoder.flush()
  const { colorSpace } = packets[0]?.metadata?.decoderConfig ?? {}
  return { colorSpace, file: await writeStream(t, name, packets, SIZE) }
}

async function assertPlanes(t: ExecutionContext, file: string, wanted: number[]) {
  const [yuv = Buffer.alloc(0)] = await decodedByFfmpeg(file, 'yuv420p', PIXELS * 1.5)
  const planes = [yuv.subarray(0, PIXELS), yuv.subarray(PIXELS, PIXELS * 1.25), yuv.subarray(PIXELS * 1.25)]
  for (const [i, plane] of planes.entries()) t.true(Math.abs(mean(plane) - (wanted[i] ?? 0)) < 1.5, `${mean(plane)}`)
}

async function assertRed(t: ExecutionContext, file: string) {
  const [rgb] = await decodedByFfmpeg(file, 'rgb24', PIXELS * 3)
  for (const [i, wanted] of [255, 0, 0].entries()) t.true(Math.abs((rgb?.[i] ?? 99) - wanted) <= 3)
}

for (const name of ['avc', 'hevc', 'vp9', 'av1'] as const) {
  test(`#dom-videodecoderconfig-colorspace: ${name}: pure red of 720p is red in BT.709, and the stream says so`, async t => {
    const { colorSpace, file } = await encodeRed(t, name)
    t.deepEqual(colorSpace, { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false })
    t.like((await ffprobe(file)).stream, { color_space: 'bt709', color_range: 'tv' })
    await assertPlanes(t, file, [63, 102, 240])
    await assertRed(t, file)
  })
}

test('#dom-videodecoderconfig-colorspace: vp8: has no colour description and is read as BT.601, so pure red is red in that', async t => {
  const { colorSpace, file } = await encodeRed(t, 'vp8')
  t.is(colorSpace?.matrix, 'smpte170m')
  await assertPlanes(t, file, [81, 90, 240])
  await assertRed(t, file)
})
