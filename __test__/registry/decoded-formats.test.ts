import test from 'ava'
import { assertDecodesLikeFfmpeg } from '../support/decoding.js'
import { PLANAR, toSamples } from '../support/formats.js'
import { pixels } from '../support/frames.js'
import { makeMedia } from '../support/media.js'
import { decodedByFfmpeg } from '../support/programs.js'
import { decodeAll, recordingDecoder } from '../support/recording.js'

const X264 = ['media.mp4', 'libx264', '-preset', 'ultrafast']
const X265 = ['media.mp4', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-x265-params', 'log-level=none']
const VPX = ['media.webm', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']
const AOM = ['media.webm', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8']

/** What the ffmpeg program encodes with which encoder, the format of the frames, and the one with the same samples. */
const STREAMS: [string[], string, string, string?][] = [
  [X264, 'yuv420p10le', 'I420P10'],
  [X264, 'yuv422p', 'I422'],
  [X264, 'yuv422p10le', 'I422P10'],
  [X264, 'yuv444p', 'I444'],
  [X264, 'yuv444p10le', 'I444P10'],
  [X265, 'yuv420p10le', 'I420P10'],
  [X265, 'yuv420p12le', 'I420P12'],
  [X265, 'yuv422p', 'I422'],
  [X265, 'yuv422p10le', 'I422P10'],
  [X265, 'yuv422p12le', 'I422P12'],
  [X265, 'yuv444p', 'I444'],
  [X265, 'yuv444p10le', 'I444P10'],
  [X265, 'yuv444p12le', 'I444P12'],
  [X265, 'gbrp10le', 'I444P10'],
  [X265, 'gbrp12le', 'I444P12'],
  [VPX, 'yuv422p', 'I422'],
  [VPX, 'yuv444p', 'I444'],
  [VPX, 'yuv420p10le', 'I420P10'],
  [VPX, 'yuv420p12le', 'I420P12'],
  [VPX, 'yuv422p10le', 'I422P10'],
  [VPX, 'yuv422p12le', 'I422P12'],
  [VPX, 'yuv440p10le', 'I444P10', 'yuv444p10le'],
  [VPX, 'yuv440p12le', 'I444P12', 'yuv444p12le'],
  [VPX, 'yuv444p10le', 'I444P10'],
  [VPX, 'yuv444p12le', 'I444P12'],
  [VPX, 'gbrp10le', 'I444P10'],
  [VPX, 'gbrp12le', 'I444P12'],
  [AOM, 'yuv420p10le', 'I420P10'],
  [AOM, 'yuv420p12le', 'I420P12'],
  [AOM, 'yuv422p', 'I422'],
  [AOM, 'yuv422p10le', 'I422P10'],
  [AOM, 'yuv422p12le', 'I422P12'],
  [AOM, 'yuv444p', 'I444'],
  [AOM, 'yuv444p10le', 'I444P10'],
  [AOM, 'yuv444p12le', 'I444P12'],
  [AOM, 'gbrp10le', 'I444P10'],
  [AOM, 'gbrp12le', 'I444P12'],
]

/** Codec strings have no word for this chroma sampling. */
const UNNAMED: Record<string, { codec: string }> = {
  yuv440p10le: { codec: 'vp09.03.10.10' },
  yuv440p12le: { codec: 'vp09.03.10.12' },
}

for (const [[file = '', encoder = '', ...options], pixFmt, format, same = pixFmt] of STREAMS) {
  test(`#dom-videodecoder-decode: ${encoder}, ${pixFmt}: is ${format} of the very samples`, async t => {
    const args = ['-c:v', encoder, ...options, '-pix_fmt', pixFmt]
    const media = await makeMedia(t, file, args, { frames: 3, size: '64x48' })
    for (const frame of await assertDecodesLikeFfmpeg(t, media, UNNAMED[pixFmt], same)) {
      t.is(frame.format, format)
      if (pixFmt.startsWith('gbr')) t.is(frame.colorSpace.matrix, 'rgb')
    }
  })
}

for (const [[file = '', encoder = '', ...options], pixFmt, format] of [
  [X264, 'gray', 'I420'],
  [X264, 'gray10le', 'I420P10'],
  [X265, 'gray', 'I420'],
  [X265, 'gray10le', 'I420P10'],
  [X265, 'gray12le', 'I420P12'],
  [AOM, 'gray', 'I420'],
  [AOM, 'gray10le', 'I420P10'],
  [AOM, 'gray12le', 'I420P12'],
] as const) {
  test(`#dom-videodecoder-decode: ${encoder}, ${pixFmt}: is ${format} of the very luma and no colour`, async t => {
    const args = ['-c:v', encoder, ...options, '-pix_fmt', pixFmt]
    const media = await makeMedia(t, file, args, { frames: 2, size: '64x48' })
    const { decoder, frames } = recordingDecoder(t, media.config)
    decodeAll(decoder, media.chunks)
    await decoder.flush()
    const luma = 64 * 48 * (format === 'I420' ? 1 : 2)
    const theirs = await decodedByFfmpeg(media.file, pixFmt, luma)
    t.is(frames.length, 2)
    for (const [i, frame] of frames.entries()) {
      t.is(frame.format, format)
      const bytes = await pixels(frame)
      t.deepEqual(bytes.subarray(0, luma), theirs[i])
      const chroma = toSamples(format, bytes.subarray(luma))
      t.deepEqual(new Set(Array.from(chroma)), new Set([2 ** (PLANAR[format].bits - 1)]))
    }
  })
}
