import test from 'ava'
import { type ConvertVideoFrameOptions, convertVideoFrame, VideoFrame, type VideoPixelFormat } from '../../index.js'
import { BT709, type Colors, converted, DISPLAY_P3, SRGB, samplesOf } from '../support/color-formulas.js'
import { copied, frameOf, noise, type Picture } from '../support/pictures.js'
import { bytesOf, depthOf, domException, FORMATS, hasAlpha, isRgb, samplingOf } from '../support/planes.js'
import { ffmpeg } from '../support/programs.js'

const FULL: Colors = { ...BT709, fullRange: true }
const BT601: Colors = { ...BT709, matrix: 'smpte170m' }

/** Half a sample is what rounding takes; 12 bits see the last digits of f32. */
const ALMOST_EXACT = 0.56

async function convertedBytes(frame: VideoFrame, options: ConvertVideoFrameOptions): Promise<Uint8Array> {
  const other = await convertVideoFrame(frame, options)
  const bytes = await bytesOf(other)
  other.close()
  return bytes
}

/** What is exact for a sample of chroma: the mean of the rows that share it, of a quarter, a half and a quarter of columns. */
function sparse(
  at: (x: number, y: number) => number,
  x: number,
  y: number,
  picture: Picture,
  format: VideoPixelFormat,
) {
  const [subX, subY] = samplingOf(format)
  const across = (row: number) => {
    if (subX === 1) return at(x, row)
    const [left, right] = [Math.max(2 * x - 1, 0), Math.min(2 * x + 1, picture.width - 1)]
    return at(left, row) / 4 + at(2 * x, row) / 2 + at(right, row) / 4
  }
  if (subY === 1) return across(y)
  const rows = [2 * y, 2 * y + 1].filter(row => row < picture.height)
  return rows.reduce((sum, row) => sum + across(row), 0) / rows.length
}

/** The largest difference, in samples, from the formulas. */
async function difference(picture: Picture, format: VideoPixelFormat, colors: Colors): Promise<number> {
  const { width, height } = picture
  const frame = frameOf(picture)
  const bytes = await convertedBytes(frame, { format, colorSpace: colors })
  frame.close()
  const actual = samplesOf(format, bytes, width, height)
  const exact = converted(samplesOf(picture.format, picture.bytes, width, height), picture, { format, colors })
  const whole = 2 ** depthOf(format) - 1
  const [subX, subY] = samplingOf(format)
  let largest = 0
  const compare = (value: number, i: number, x: number, y: number) => {
    largest = Math.max(largest, Math.abs(actual.at(i, x, y) - Math.min(Math.max(value, 0), whole)))
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      compare(exact.at(0, x, y), 0, x, y)
      if (hasAlpha(format)) compare(exact.at(3, x, y) * whole, 3, x, y)
    }
  }
  for (let y = 0; y < Math.ceil(height / subY); y++) {
    for (let x = 0; x < Math.ceil(width / subX); x++) {
      for (const i of [1, 2])
        compare(
          sparse((column, row) => exact.at(i, column, row), x, y, picture, format),
          i,
          x,
          y,
        )
    }
  }
  return largest
}

for (const format of FORMATS) {
  test(`convertVideoFrame: ${format} becomes every format by another matrix and range, with its alpha`, async t => {
    const colors = isRgb(format) ? SRGB : BT709
    const picture = noise(format, colors, 11, 7)
    for (const target of FORMATS) {
      const asked: Colors = isRgb(target) ? SRGB : { ...BT601, fullRange: true }
      if (isRgb(format) && isRgb(target)) continue // nothing of it is computed; copyTo() shows it
      const largest = await difference(picture, target, asked)
      t.true(largest < ALMOST_EXACT, `${target}: ${largest}`)
    }
  })
}

test('convertVideoFrame: light is converted as in copyTo(), into YUV as well', async t => {
  const wide: Colors = { primaries: 'bt2020', transfer: 'bt709', matrix: 'bt2020-ncl', fullRange: false }
  const hdr: Colors = { ...wide, transfer: 'pq' }
  for (const [from, to] of [
    [wide, BT709],
    [BT709, wide],
    [hdr, BT709],
    [BT709, { ...BT709, transfer: 'linear' }],
  ] as const) {
    const largest = await difference(noise('I420P10', from), 'I422', to)
    t.true(largest < 0.7, `${JSON.stringify(from)} to ${JSON.stringify(to)}: ${largest}`)
  }
  t.true((await difference(noise('RGBA', DISPLAY_P3), 'I444', BT709)) < 0.7)
})

for (const format of FORMATS.filter(hasAlpha)) {
  test(`#dom-videoframeinit-alpha: ${format} that discarded it is converted like a frame that has none`, async t => {
    const picture = noise(format, isRgb(format) ? SRGB : BT709, 11, 7)
    const frame = frameOf(picture)
    const discarded = new VideoFrame(frame, { alpha: 'discard' })
    const opaque = frameOf({ ...picture, format: discarded.format as VideoPixelFormat })
    frame.close()
    for (const same of [discarded, discarded.clone(), new VideoFrame(discarded, { alpha: 'keep' })]) {
      for (const target of ['RGBA', 'BGRA'] as const) {
        const bytes = await copied(same, { format: target })
        t.true(bytes.every((byte, i) => i % 4 < 3 || byte === 255))
        t.deepEqual(bytes, await copied(opaque, { format: target }))
      }
      for (const target of FORMATS.filter(hasAlpha)) {
        const bytes = await convertedBytes(same, { format: target })
        const samples = samplesOf(target, bytes, 11, 7)
        t.is(samples.at(3, 5, 3), 2 ** depthOf(target) - 1, target)
        t.deepEqual(bytes, await convertedBytes(opaque, { format: target }), target)
      }
    }
  })
}

test('convertVideoFrame: where only the depth or the arrangement changes, every sample keeps its value', async t => {
  const picture = noise('I420', BT709, 15, 9)
  const frame = frameOf(picture)
  const there = await convertVideoFrame(frame, { format: 'NV12' })
  t.deepEqual(await convertedBytes(there, { format: 'I420' }), picture.bytes)
  const deep = await convertVideoFrame(frame, { format: 'I420AP12' })
  const samples = samplesOf('I420AP12', await bytesOf(deep), 15, 9)
  const before = samplesOf('I420', picture.bytes, 15, 9)
  t.is(samples.at(0, 14, 8), before.at(0, 14, 8) * 16)
  t.is(samples.at(2, 7, 4), before.at(2, 7, 4) * 16)
  t.is(samples.at(3, 14, 8), 4095)
  t.deepEqual(await convertedBytes(deep, { format: 'I420' }), picture.bytes)
})

test('convertVideoFrame: chroma that is shared by rows only in one of the formats stays as it is across', async t => {
  const picture = noise('I422', BT709, 8, 4)
  const actual = samplesOf('I420', await convertedBytes(frameOf(picture), { format: 'I420' }), 8, 4)
  const before = samplesOf('I422', picture.bytes, 8, 4)
  for (let x = 0; x < 4; x++) {
    const mean = (before.at(1, x, 0) + before.at(1, x, 1)) / 2
    t.true(Math.abs(actual.at(1, x, 0) - mean) <= 0.5)
  }
})

test('convertVideoFrame: the colour space is kept between formats of a kind, else the usual one of the format', async t => {
  const p3 = frameOf(noise('RGBA', DISPLAY_P3))
  const full = frameOf(noise('I420', { ...BT601, fullRange: true }))
  const resulting = async (frame: VideoFrame, options: ConvertVideoFrameOptions) =>
    (await convertVideoFrame(frame, options)).colorSpace.toJSON()
  t.deepEqual(await resulting(p3, { format: 'BGRX' }), DISPLAY_P3)
  t.deepEqual(await resulting(p3, { format: 'I420' }), BT709)
  t.deepEqual(await resulting(full, { format: 'I444P10' }), { ...BT601, fullRange: true })
  t.deepEqual(await resulting(full, { format: 'RGBA' }), SRGB)
  t.deepEqual(await resulting(full, { format: 'NV12', colorSpace: { fullRange: false } }), BT601)
})

test('convertVideoFrame: gives the visible pixels, and keeps everything else that the frame has', async t => {
  const picture = noise('I420', BT709, 16, 16)
  const visibleRect = { x: 4, y: 2, width: 7, height: 5 }
  const init = {
    visibleRect,
    timestamp: -5,
    duration: 7,
    rotation: 90,
    flip: true,
    displayWidth: 50,
    displayHeight: 70,
  }
  const frame = frameOf(picture, init)
  const other = await convertVideoFrame(frame, { format: 'RGBA' })
  t.true(other instanceof VideoFrame)
  t.deepEqual([other.codedWidth, other.codedHeight, other.format], [7, 5, 'RGBA'])
  t.deepEqual([other.timestamp, other.duration, other.rotation, other.flip], [-5, 7, 90, true])
  t.deepEqual([other.displayWidth, other.displayHeight], [50, 70])
  const expected = new Uint8Array(7 * 5 * 4)
  await frame.copyTo(expected, { format: 'RGBA' })
  t.deepEqual(await bytesOf(other), expected)
})

test('convertVideoFrame: the frame may be closed meanwhile, and is an InvalidStateError before', async t => {
  const frame = frameOf(noise('I420', BT709))
  const conversion = convertVideoFrame(frame, { format: 'I444' })
  frame.close()
  t.is((await conversion).format, 'I444')
  await t.throwsAsync(convertVideoFrame(frame, { format: 'I444' }), domException('InvalidStateError'))
})

test('convertVideoFrame: rejects what it cannot do, or is not given', async t => {
  const frame = frameOf(noise('I420', BT709))
  for (const transfer of ['pq', 'hlg'] as const) {
    const conversion = convertVideoFrame(frame, { format: 'I420P10', colorSpace: { transfer } })
    await t.throwsAsync(conversion, domException('NotSupportedError'))
  }
  const TypeErrors: unknown[] = [{}, { format: 'I421' }, { format: 'RGBA', colorSpace: { matrix: 'bt709' } }, 1]
  for (const options of TypeErrors) {
    await t.throwsAsync(convertVideoFrame(frame, options as ConvertVideoFrameOptions), { instanceOf: TypeError })
  }
  await t.throwsAsync(convertVideoFrame({} as VideoFrame, { format: 'RGBA' }), { instanceOf: TypeError })
})

test('convertVideoFrame: as zscale of the ffmpeg program converts a test picture', async t => {
  const [width, height] = [160, 120]
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height},format=yuv444p`, '-frames:v', '1']
  const yuv = await ffmpeg(...source, '-f', 'rawvideo', '-')
  const frame = frameOf({ format: 'I444', bytes: new Uint8Array(yuv), width, height, colors: BT709 })
  for (const [format, pixels, colors, options] of [
    ['I444P10', 'yuv444p10le', FULL, 'matrixin=709:rangein=limited:matrix=709:range=full'],
    ['I444', 'yuv444p', BT601, 'matrixin=709:rangein=limited:matrix=170m:range=limited'],
    ['I444P12', 'yuv444p12le', BT709, 'matrixin=709:rangein=limited:matrix=709:range=limited'],
  ] as const) {
    const filters = `zscale=${options},format=${pixels}`
    const raw = await ffmpeg(...source, '-vf', filters, '-f', 'rawvideo', '-')
    const judge = samplesOf(format, new Uint8Array(raw), width, height)
    const samples = samplesOf(format, await convertedBytes(frame, { format, colorSpace: colors }), width, height)
    let largest = 0
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (const i of [0, 1, 2]) largest = Math.max(largest, Math.abs(samples.at(i, x, y) - judge.at(i, x, y)))
      }
    }
    t.true(largest <= 1, `${format}: ${largest}`)
  }
})
