// What comes out of streams whose sizes and colours the specification does not have in mind, and of RGB and 4:4:0 in 8 bits.
import test, { type ExecutionContext } from 'ava'
import type { VideoDecoderConfig, VideoFrame } from '../../index.js'
import { mean, pixels } from '../support/frames.js'
import { demux, makeMedia } from '../support/media.js'
import { toByteStream } from '../support/nal.js'
import { ffmpeg, temporaryDirectory } from '../support/programs.js'
import { decodeAll, recordingDecoder } from '../support/recording.js'
import { type Chunk, later, picturesByFfmpeg } from '../support/streams.js'

const X264 = ['-c:v', 'libx264', '-x264-params', 'threads=1:bframes=0']
const X265 = ['-tag:v', 'hvc1', '-c:v', 'libx265', '-x265-params', 'log-level=none:bframes=0']
const VP9 = ['-c:v', 'libvpx-vp9', '-cpu-used', '5']
const AV1 = ['-c:v', 'libaom-av1', '-cpu-used', '8']
const COUNT = 2

/** The frames that come out of a stream of that pixel format, and ffmpeg's pictures of it in the format `judged`. */
async function decoded(t: ExecutionContext, [name, ...options]: string[], pixelFormat: string, judged: string) {
  const file = `${await temporaryDirectory(t)}/stream.${name}`
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=25', '-frames:v', `${COUNT}`, '-pix_fmt', pixelFormat]
  await ffmpeg(...source, '-threads', '1', ...options, file)
  const { config, chunks } = await demux(file)
  const frames = await decodedFrames(t, config, chunks)
  t.is(frames.length, COUNT)
  return { frames, expected: await picturesByFfmpeg(file, COUNT, judged) }
}

async function decodedFrames(t: ExecutionContext, config: VideoDecoderConfig, chunks: Chunk[]): Promise<VideoFrame[]> {
  const { decoder, frames, errors } = recordingDecoder(t, config)
  decodeAll(decoder, chunks)
  await decoder.flush().catch(error => t.fail(error.message))
  t.deepEqual(errors, [])
  return frames
}

/** Says where two pictures begin to differ, and by how much at most. */
function assertSame(t: ExecutionContext, own: Uint8Array, wanted: Uint8Array | undefined): void {
  t.is(own.length, wanted?.length ?? 0)
  const apart = Array.from(own, (byte, i) => Math.abs(byte - (wanted?.[i] ?? 0)))
  const first = apart.findIndex(difference => difference > 0)
  t.is(first, -1, `byte ${first} is the first that differs; at most by ${Math.max(...apart)}`)
}

for (const [what, options] of [
  ['avc', ['mp4', '-c:v', 'libx264rgb']],
  ['hevc', ['mp4', ...X265]],
  ['vp9', ['webm', ...VP9]],
  ['av1', ['webm', ...AV1]],
] as const) {
  test(`#output-videoframes: ${what}: RGB of 8 bits comes out as RGBX`, async t => {
    const pixelFormat = what === 'avc' ? 'rgb24' : 'gbrp'
    const { frames, expected } = await decoded(t, [...options], pixelFormat, 'rgb24')
    for (const [i, frame] of frames.entries()) {
      t.is(frame.format, 'RGBX')
      const own = (await pixels(frame)).filter((_, at) => at % 4 !== 3)
      assertSame(t, own, expected[i])
    }
  })
}

test('#output-videoframes: vp9: yuv440p comes out as I444, with the rows of its chroma between those of the stream', async t => {
  const file = `${await temporaryDirectory(t)}/stream.webm`
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=25', '-frames:v', `${COUNT}`, '-pix_fmt', 'yuv440p']
  await ffmpeg(...source, '-threads', '1', ...VP9, file)
  const { config, chunks } = await demux(file)
  // Codec strings have no word for this chroma sampling.
  const frames = await decodedFrames(t, { ...config, codec: 'vp09.01.10.08' }, chunks)
  const luma = 96 * 64
  const pictures = await picturesByFfmpeg(file, COUNT, 'yuv440p')
  t.is(frames.length, COUNT)
  for (const [i, frame] of frames.entries()) {
    t.is(frame.format, 'I444')
    const [own, all] = [await pixels(frame), pictures[i] ?? Buffer.of()]
    assertSame(t, own.subarray(0, luma), all.subarray(0, luma))
    t.is(own.length, luma * 3)
    for (const plane of [0, 1]) {
      const ours = mean(own.subarray(luma * (1 + plane), luma * (2 + plane)))
      const theirs = mean(all.subarray(luma + (luma / 2) * plane, luma + (luma / 2) * (plane + 1)))
      t.true(Math.abs(ours - theirs) < theirs / 100, `${ours} for ${theirs}`)
    }
  }
})

for (const [ratio, width, height] of [
  ['0/1', 96, 64],
  ['65535/1', 96, 64], // would leave nothing of the height, were it the height that changed: FFmpeg takes it for broken
  ['1/65535', 96, 64],
  ['50/1', 4800, 64],
  ['4/3', 128, 64],
] as const) {
  test(`#output-videoframes: a pixel aspect ratio of ${ratio} makes ${width} x ${height}`, async t => {
    const metadata = `h264_metadata=sample_aspect_ratio=${ratio}`
    const { config, chunks } = await makeMedia(t, 'a.mp4', [...X264, '-bsf:v', metadata], { frames: COUNT })
    for (const frame of await decodedFrames(t, config, chunks)) {
      t.like(frame, { codedWidth: 96, codedHeight: 64, displayWidth: width, displayHeight: height })
    }
  })
}

for (const [what, name, options, pixelFormat, crop] of [
  ['avc', 'h264_metadata', X264, 'yuv444p', [3, 5, 1, 7]],
  ['hevc', 'hevc_metadata', X265, 'yuv444p', [3, 5, 1, 7]],
  ['hevc', 'hevc_metadata', X265, 'yuv420p', [2, 6, 4, 10]],
] as const) {
  test(`#output-videoframes: ${what}: ${pixelFormat} cropped by ${crop} comes out as in ffmpeg`, async t => {
    const [left, right, top, bottom] = crop
    const bsf = `${name}=crop_left=${left}:crop_right=${right}:crop_top=${top}:crop_bottom=${bottom}`
    const { frames, expected } = await decoded(t, ['mp4', ...options, '-bsf:v', bsf], pixelFormat, pixelFormat)
    for (const [i, frame] of frames.entries()) {
      t.like(frame, { codedWidth: 96 - left - right, codedHeight: 64 - top - bottom })
      assertSame(t, await pixels(frame), expected[i])
    }
  })
}

test('#output-videoframes: colours that change inside the stream are those of each frame', async t => {
  const colors = ['-colorspace', 'bt2020nc', '-color_primaries', 'bt2020', '-color_trc', 'smpte2084']
  const plain = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709']
  const first = toByteStream(await makeMedia(t, 'a.mp4', [...X264, ...plain], { frames: COUNT }))
  const second = toByteStream(
    await makeMedia(t, 'b.mp4', [...X264, ...colors, '-color_range', 'pc'], { frames: COUNT }),
  )
  const frames = await decodedFrames(t, first.config, [...first.chunks, ...later(second.chunks, 1e6)])
  const [bt709, bt2020] = [
    { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
    { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl', fullRange: true },
  ]
  t.deepEqual(
    frames.map(({ colorSpace }) => colorSpace.toJSON()),
    [bt709, bt709, bt2020, bt2020],
  )
})
