import test, { type ExecutionContext } from 'ava'
import { convertVideoFrame, VideoFrame, type VideoPixelFormat } from '../../index.js'
import { CODECS, writeStream } from '../support/codecs.js'
import { BT709, type Colors, converted, SITINGS, type Siting, SRGB, samplesOf } from '../support/color-formulas.js'
import { makeMedia } from '../support/media.js'
import { copied } from '../support/pictures.js'
import { bytesOf } from '../support/planes.js'
import { decodedByFfmpeg, ffprobe } from '../support/programs.js'
import { decodeAll, encodeAll, recording, recordingDecoder } from '../support/recording.js'

const [WIDTH, HEIGHT] = [64, 48]
const AVC = ['media.mp4', 'libx264', '-preset', 'ultrafast', '-bsf:v', 'h264_metadata=chroma_sample_loc_type=']
const HEVC = ['media.mp4', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-x265-params', 'log-level=none']
HEVC.push('-bsf:v', 'hevc_metadata=chroma_sample_loc_type=')
const AV1 = ['media.webm', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8']
AV1.push('-bsf:v', 'av1_metadata=chroma_sample_position=')
const VP9 = ['media.webm', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']

/** The first frame of a test picture that the ffmpeg program encoded, ending its last option by `value`; and its samples. */
async function decoded(
  t: ExecutionContext,
  [file = '', encoder = '', ...options]: string[],
  value: string,
  bits: 8 | 10,
) {
  const pixFmt = bits === 8 ? 'yuv420p' : 'yuv420p10le'
  const last = options.pop() ?? ''
  const args = ['-pix_fmt', pixFmt, '-c:v', encoder, ...options, last + value]
  const media = await makeMedia(t, file, args, { frames: 1, size: `${WIDTH}x${HEIGHT}` })
  const { decoder, frames, errors } = recordingDecoder(t, media.config)
  decodeAll(decoder, media.chunks)
  await decoder.flush()
  t.deepEqual(errors, [])
  const [bytes] = await decodedByFfmpeg(media.file, pixFmt, WIDTH * HEIGHT * (bits === 8 ? 1.5 : 3))
  return { frame: frames[0] as VideoFrame, bytes: bytes as Uint8Array }
}

/** How far, in levels, what copyTo() makes of a frame is from the formulas for chroma that lies there. */
async function distance(frame: VideoFrame, bytes: Uint8Array, siting: Siting, colors: Colors = BT709): Promise<number> {
  const format = frame.format as VideoPixelFormat
  const samples = samplesOf(format, bytes, WIDTH, HEIGHT)
  const expected = converted(samples, { format, colors }, { format: 'RGBX', colors: SRGB }, siting)
  const actual = samplesOf('RGBX', await copied(frame, { format: 'RGBX' }), WIDTH, HEIGHT)
  let largest = 0
  for (let i = 0; i < WIDTH * HEIGHT * 3; i++) {
    const at = [i % 3, Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)] as const
    largest = Math.max(largest, Math.abs(actual.at(...at) - Math.min(Math.max(expected.at(...at), 0), 255)))
  }
  return largest
}

const TYPES = Object.keys(SITINGS) as Siting[]
const STREAMS: [string, string[], string, 8 | 10, Siting][] = [
  ...TYPES.map((siting, i): (typeof STREAMS)[number] => ['avc', AVC, `${i}`, 8, siting]),
  ['hevc', HEVC, '0', 10, 'left'],
  ['hevc', HEVC, '1', 10, 'center'],
  ['hevc', HEVC, '2', 10, 'topleft'],
  ['av1', AV1, 'unknown', 8, 'left'],
  ['av1', AV1, 'vertical', 8, 'left'],
  ['av1', AV1, 'colocated', 10, 'topleft'],
  ['vp9', VP9, '', 8, 'left'],
]

for (const [name, encoder, value, bits, siting] of STREAMS) {
  test(`#videoframe-convert-to-rgb-frame: ${name}, ${bits} bits: chroma sited ${value || 'anywhere'} is taken as ${siting}`, async t => {
    const { frame, bytes } = await decoded(t, encoder, value, bits)
    t.true((await distance(frame, bytes, siting)) < 0.55)
    for (const other of TYPES.filter(other => other !== siting))
      t.true((await distance(frame, bytes, other)) > 5, other)
  })
}

test('#dom-videoframecopytooptions-rect: chroma between columns is interpolated with that beyond the rectangle', async t => {
  const { frame } = await decoded(t, AVC, '1', 8)
  const whole = await copied(frame, { format: 'RGBA' })
  for (const rect of [
    { x: 0, y: 0, width: 5, height: 3 },
    { x: 22, y: 14, width: 13, height: 11 },
    { x: 54, y: 40, width: 10, height: 8 },
  ]) {
    const part = await copied(frame, { format: 'RGBA', rect })
    const rows = Array.from({ length: rect.height }, (_, y) => {
      const start = 4 * ((rect.y + y) * WIDTH + rect.x)
      return [...whole.subarray(start, start + 4 * rect.width)]
    })
    t.deepEqual([...part], rows.flat())
  }
})

test('#dom-videoframe-videoframe: a frame of a frame has its chroma where that has it', async t => {
  const { frame, bytes } = await decoded(t, HEVC, '2', 10)
  for (const other of [frame.clone(), new VideoFrame(frame, { timestamp: 1 })]) {
    t.true((await distance(other, bytes, 'topleft')) < 0.55)
    other.close()
  }
})

test('convertVideoFrame: chroma that stays as it is stays where it is; that which is made anew is left-sited', async t => {
  for (const [type, siting] of TYPES.entries()) {
    const { frame, bytes } = await decoded(t, AVC, `${type}`, 8)
    const kept = await convertVideoFrame(frame, { format: 'NV12' })
    t.true((await distance(kept, await bytesOf(kept), siting)) < 0.55, siting)

    const half = await convertVideoFrame(frame, { format: 'I422' })
    t.true((await distance(half, await bytesOf(half), siting)) < 0.55, siting)

    const dense = await convertVideoFrame(frame, { format: 'I444' })
    const samples = samplesOf('I444', await bytesOf(dense), WIDTH, HEIGHT)
    const before = samplesOf('I420', bytes, WIDTH, HEIGHT)
    const exact = converted(before, { format: 'I420', colors: BT709 }, { format: 'I444', colors: BT709 }, siting)
    for (let x = 0; x < WIDTH; x++) t.true(Math.abs(samples.at(1, x, 21) - exact.at(1, x, 21)) < 0.55)

    const colorSpace = { ...BT709, matrix: 'smpte170m' } as const
    const anew = await convertVideoFrame(frame, { format: 'I420', colorSpace })
    t.true((await distance(anew, await bytesOf(anew), 'left', colorSpace)) < 0.55, siting)
    for (const other of [kept, half, dense, anew]) other.close()
  }
})

for (const name of ['avc', 'hevc'] as const) {
  test(`#dom-videoencoder-encode: ${name}: the stream tells where the first frame has its chroma`, async t => {
    for (const siting of ['left', 'topleft', 'bottom'] as const) {
      const type = TYPES.indexOf(siting)
      const { frame } = await decoded(t, AVC, `${type}`, 8)
      const { encoder, packets } = recording(t, name, CODECS[name].elementary)
      encodeAll(encoder, [frame])
      await encoder.flush()
      t.like((await ffprobe(await writeStream(t, name, packets))).stream, { chroma_location: siting })
    }
  })
}

test('#dom-videoencoder-encode: av1: the stream tells of chroma at the top left, beside what a hint sets, and of no other', async t => {
  for (const [siting, latencyMode, contentHint, chroma_location] of [
    ['topleft', 'realtime', '', 'topleft'],
    ['topleft', 'realtime', 'text', 'topleft'],
    ['topleft', 'quality', '', 'topleft'],
    ['topleft', 'quality', 'text', 'topleft'],
    ['left', 'realtime', '', 'unspecified'],
    ['bottom', 'realtime', '', 'unspecified'],
  ] as const) {
    const { frame } = await decoded(t, AVC, `${TYPES.indexOf(siting)}`, 8)
    const { encoder, packets } = recording(t, 'av1', { latencyMode, contentHint })
    encodeAll(encoder, [frame])
    await encoder.flush()
    const { stream } = await ffprobe(await writeStream(t, 'av1', packets))
    t.is(stream.chroma_location ?? 'unspecified', chroma_location, `${siting} ${latencyMode} ${contentHint}`)
  }
})
