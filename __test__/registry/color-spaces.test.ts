import test, { type ExecutionContext } from 'ava'
import { type VideoEncoderConfig, VideoFrame, type VideoFrameBufferInit } from '../../index.js'
import { CODECS, type CodecName, writeStream } from '../support/codecs.js'
import { type Colors, levelsOf, type Triple } from '../support/color-formulas.js'
import { PLANAR, type PlanarName, sampleFrame, toSamples } from '../support/formats.js'
import { planeSizes } from '../support/planes.js'
import { decodedByFfmpeg, ffprobe } from '../support/programs.js'
import { encodeAll, recording } from '../support/recording.js'

type Rgb = Triple
type Coding = Pick<Colors, 'matrix' | 'fullRange'>
type ColorSpace = NonNullable<VideoFrameBufferInit['colorSpace']>

const SIZE = { width: 64, height: 48 }
const ORANGE: Rgb = [0.9, 0.55, 0.2]
const COLORS: Rgb[] = [ORANGE, [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0], [0.2, 0.4, 0.8]]

/** A frame of one colour in YUV. */
function solidYuv(rgb: Rgb, format: PlanarName, coding: Coding, timestamp: number, rest: ColorSpace = {}): VideoFrame {
  const colorSpace = { primaries: 'bt709', transfer: 'bt709', ...rest, ...coding } as const
  return solidPlanes(levelsOf(format, coding, rgb), format, timestamp, colorSpace)
}

function solidPlanes(values: number[], format: PlanarName, timestamp: number, colorSpace: ColorSpace): VideoFrame {
  const sizes = planeSizes(format, SIZE.width, SIZE.height)
  const planes = sizes.map(({ width, rows }, i) => Array<number>(width * rows).fill(values[i] ?? 0))
  return sampleFrame(format, planes.flat(), { timestamp, colorSpace })
}

/** A frame of one colour in packed RGB. */
function solidRgb(rgb: Rgb, format: 'RGBA' | 'BGRX', timestamp: number, colorSpace: ColorSpace): VideoFrame {
  const order = format === 'RGBA' ? [0, 1, 2] : [2, 1, 0]
  const pixel = [...order.map(i => Math.round((rgb[i] ?? 0) * 255)), 255]
  const data = new Uint8Array(SIZE.width * SIZE.height * 4).map((_, i) => pixel[i % 4] ?? 0)
  return new VideoFrame(data, { format, codedWidth: 64, codedHeight: 48, timestamp, colorSpace })
}

/** The first sample of each plane of each frame, as the ffmpeg program decodes what was encoded; and the stream. */
async function encoded(
  t: ExecutionContext,
  name: CodecName,
  format: PlanarName,
  config: Partial<VideoEncoderConfig>,
  frames: VideoFrame[],
) {
  const { encoder, packets, errors } = recording(t, name, { bitrate: 4_000_000, ...config, ...CODECS[name].elementary })
  encodeAll(encoder, frames)
  await encoder.flush()
  t.deepEqual(errors, [])
  const file = await writeStream(t, name, packets)
  const sizes = planeSizes(format, SIZE.width, SIZE.height).map(({ width, rows }) => width * rows)
  const length = sizes.reduce((sum, size) => sum + size)
  const { stream } = await ffprobe(file)
  // Of full range the program has formats of their own; it would convert to others.
  const pictures = await decodedByFfmpeg(file, stream.pix_fmt, PLANAR[format].bits === 8 ? length : 2 * length)
  const samples = pictures.map(bytes => {
    const all = toSamples(format, bytes)
    return [0, sizes[0] ?? 0, length - (sizes[2] ?? 0)].map(at => all[at] ?? 0)
  })
  return { samples, stream, colorSpace: packets[0]?.metadata?.decoderConfig?.colorSpace }
}

function assertClose(t: ExecutionContext, found: number[] | undefined, wanted: number[], tolerance: number): void {
  const off = wanted.map((value, i) => Math.abs(value - (found?.[i] ?? Number.NaN)))
  t.true(
    off.every(difference => difference <= tolerance),
    `${found} instead of ${wanted}`,
  )
}

const PROBED = { rgb: 'gbr', bt470bg: 'bt470bg', smpte170m: 'smpte170m', bt709: 'bt709', 'bt2020-ncl': 'bt2020nc' }
const CODINGS: (Coding & { primaries: 'bt470bg' | 'smpte170m' | 'bt709' | 'bt2020' })[] = [
  { primaries: 'bt470bg', matrix: 'bt470bg', fullRange: true },
  { primaries: 'smpte170m', matrix: 'smpte170m', fullRange: false },
  { primaries: 'bt709', matrix: 'bt709', fullRange: true },
  { primaries: 'bt2020', matrix: 'bt2020-ncl', fullRange: false },
]

for (const name of ['avc', 'hevc', 'vp9', 'av1'] as const) {
  for (const { primaries, ...coding } of CODINGS) {
    const what = `${coding.matrix}, ${coding.fullRange ? 'full' : 'limited'} range`
    test(`#dom-videodecoderconfig-colorspace: ${name}: YUV of ${what} stays what it is, in the stream and in its description`, async t => {
      const frame = solidYuv(ORANGE, 'I420', coding, 0, { primaries, transfer: 'smpte170m' })
      const { samples, stream, colorSpace } = await encoded(t, name, 'I420', {}, [frame])
      t.deepEqual(colorSpace, { primaries, transfer: 'smpte170m', ...coding })
      t.like(stream, { color_space: PROBED[coding.matrix], color_range: coding.fullRange ? 'pc' : 'tv' })
      if (name !== 'vp9') t.like(stream, { color_primaries: primaries, color_transfer: 'smpte170m' })
      assertClose(t, samples[0], levelsOf('I420', coding, ORANGE), 1)
    })
  }
}

/** Where frames of these formats go; every coder codes flat colours without loss but for a level or two. */
const TARGETS: [CodecName, string, PlanarName, number][] = [
  ['avc', 'avc1.640028', 'I420', 2],
  ['hevc', 'hvc1.2.4.L93.B0', 'I420P10', 3],
  ['vp9', 'vp09.03.10.12.03', 'I444P12', 9],
]

for (const [name, codec, format, tolerance] of TARGETS) {
  for (const stream of [
    { matrix: 'bt709', fullRange: false },
    { matrix: 'bt2020-ncl', fullRange: true },
  ] as const) {
    const what = `${stream.matrix}, ${stream.fullRange ? 'full' : 'limited'} range`
    test(`#dom-videoencoder-encode: ${codec}, ${what}: frames of other colour spaces are converted to the first frame\u2019s`, async t => {
      const frames = [stream, ...CODINGS].flatMap(coding => COLORS.map(color => ({ coding, color })))
      const { samples } = await encoded(
        t,
        name,
        format,
        { codec },
        frames.map(({ coding, color }, i) => solidYuv(color, format, coding, i)),
      )
      t.is(samples.length, frames.length)
      for (const [i, { color }] of frames.entries())
        assertClose(t, samples[i], levelsOf(format, stream, color), tolerance)
    })
  }

  test(`#dom-videoencoder-encode: ${codec}: RGB of every layout takes the matrix of its primaries and size`, async t => {
    for (const [primaries, matrix] of [
      ['bt709', 'smpte170m'],
      ['bt2020', 'bt2020-ncl'],
    ] as const) {
      const colorSpace = { primaries, transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true } as const
      const frames = COLORS.flatMap(color => [
        solidRgb(color, 'RGBA', 0, colorSpace),
        solidRgb(color, 'BGRX', 0, colorSpace),
        solidPlanes(
          [1, 2, 0].map(i => Math.round((color[i] ?? 0) * 1023)),
          'I444P10',
          0,
          colorSpace,
        ),
      ])
      const { samples, colorSpace: described } = await encoded(t, name, format, { codec }, frames)
      t.deepEqual(described, { primaries, transfer: 'bt709', matrix, fullRange: false })
      for (const [i, found] of samples.entries()) {
        const color = COLORS[Math.floor(i / 3)] as Rgb
        assertClose(t, found, levelsOf(format, { matrix, fullRange: false }, color), tolerance)
      }
    }
  })
}

test('#fully-qualified-codec-strings: what a frame does not know of its colours the string says', async t => {
  const codec = 'av01.0.04M.10.0.110.09.16.09.1'
  const unknown = { primaries: null, transfer: null, matrix: null, fullRange: null }
  const frames = [solidPlanes([500, 600, 400], 'I420P10', 0, unknown)]
  const { samples, stream, colorSpace } = await encoded(t, 'av1', 'I420P10', { codec }, frames)
  t.deepEqual(colorSpace, { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl', fullRange: true })
  t.like(stream, { color_primaries: 'bt2020', color_transfer: 'smpte2084', color_space: 'bt2020nc', color_range: 'pc' })
  assertClose(t, samples[0], [500, 600, 400], 2)
})
