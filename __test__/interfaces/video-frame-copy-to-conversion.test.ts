import test from 'ava'
import type { VideoFrameCopyToOptions } from '../../index.js'
import { BT709, type Colors, converted, DISPLAY_P3, SRGB, samplesOf } from '../support/color-formulas.js'
import { copied, flat, frameOf, noise, type Picture } from '../support/pictures.js'
import { detachedBuffer, domException, FORMATS, hasAlpha, isRgb } from '../support/planes.js'
import { ffmpeg } from '../support/programs.js'

const TARGETS = ['RGBA', 'RGBX', 'BGRA', 'BGRX'] as const
const MATRICES = ['bt709', 'bt470bg', 'smpte170m', 'bt2020-ncl'] as const
const SPACES = [
  ['srgb', SRGB],
  ['display-p3', DISPLAY_P3],
] as const

/** Half a level is what rounding takes. */
const ALMOST_EXACT = 0.55

/** The largest difference, in levels, between what copyTo() gives and the formulas. */
async function difference(
  picture: Picture,
  format: (typeof TARGETS)[number],
  [colorSpace, colors]: (typeof SPACES)[number] = SPACES[0],
) {
  const { width, height } = picture
  const frame = frameOf(picture)
  const actual = samplesOf(format, await copied(frame, { format, colorSpace }), width, height)
  frame.close()
  const samples = samplesOf(picture.format, picture.bytes, width, height)
  const expected = converted(samples, picture, { format, colors })
  let largest = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const exact = [0, 1, 2].map(i => Math.min(Math.max(expected.at(i, x, y), 0), 255))
      exact.push(hasAlpha(format) ? expected.at(3, x, y) * 255 : 255)
      exact.forEach((value, i) => {
        largest = Math.max(largest, Math.abs(actual.at(i, x, y) - value))
      })
    }
  }
  return largest
}

for (const format of FORMATS) {
  test(`#videoframe-convert-to-rgb-frame: ${format} by every matrix, in both ranges, with its alpha`, async t => {
    for (const fullRange of [false, true]) {
      for (const matrix of isRgb(format) ? (['rgb'] as const) : MATRICES) {
        const picture = noise(format, { ...BT709, matrix, fullRange })
        for (const target of TARGETS.filter(target => target !== format)) {
          const largest = await difference(picture, target)
          t.true(largest < ALMOST_EXACT, `${matrix}, fullRange ${fullRange}, ${target}: ${largest}`)
        }
      }
    }
  })
}

const PRIMARIES = ['bt709', 'bt470bg', 'smpte170m', 'bt2020', 'smpte432'] as const
const TRANSFERS = ['bt709', 'smpte170m', 'iec61966-2-1', 'linear'] as const

for (const primaries of PRIMARIES) {
  test(`#videoframe-convert-to-rgb-frame: from the primaries ${primaries} with every transfer to both spaces`, async t => {
    for (const transfer of TRANSFERS) {
      for (const format of ['I444', 'I420P10', 'BGRA'] as const) {
        const matrix = format === 'BGRA' ? 'rgb' : 'bt709'
        const picture = noise(format, { primaries, transfer, matrix, fullRange: format === 'BGRA' })
        for (const space of SPACES) {
          const largest = await difference(picture, 'RGBX', space)
          t.true(largest < 0.7, `${transfer}, ${format}, ${space[0]}: ${largest}`)
        }
      }
    }
  })
}

for (const transfer of ['pq', 'hlg'] as const) {
  test(`#videoframe-convert-to-rgb-frame: ${transfer} by the reference white tone mapping`, async t => {
    for (const primaries of ['bt2020', 'smpte432'] as const) {
      const colors = { primaries, transfer, matrix: 'bt2020-ncl', fullRange: false } as const
      for (const space of SPACES) {
        const largest = await difference(noise('I444P12', colors, 64, 16), 'RGBA', space)
        t.true(largest < 1, `${primaries}, ${space[0]}: ${largest}`)
      }
    }
  })
}

/** Colours that everybody can look up, or that Chromium gives for the same frame (within 1, where it is inexact). */
const KNOWN: [string, Colors, number[], 'srgb' | 'display-p3', number[]][] = [
  ['red of BT.709', BT709, [63, 102, 240], 'srgb', [255, 1, 0]],
  ['red of BT.709, in Display P3', BT709, [63, 102, 240], 'display-p3', [234, 51, 35]],
  ['red of BT.601', { ...BT709, matrix: 'smpte170m' }, [81, 90, 240], 'srgb', [254, 0, 0]],
  ['blue of full BT.601', { ...BT709, matrix: 'smpte170m', fullRange: true }, [29, 255, 107], 'srgb', [0, 0, 254]],
  ['grey', BT709, [126, 128, 128], 'display-p3', [128, 128, 128]],
  ['linear grey', { ...BT709, transfer: 'linear' }, [120, 128, 128], 'srgb', [183, 183, 183]],
  ['orange of Display P3', { ...BT709, primaries: 'smpte432' }, [180, 100, 150], 'srgb', [239, 183, 123]],
  [
    'PQ',
    { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl', fullRange: false },
    [120, 128, 128],
    'srgb',
    [116, 116, 116],
  ],
  [
    'HLG',
    { primaries: 'bt2020', transfer: 'hlg', matrix: 'bt2020-ncl', fullRange: false },
    [120, 128, 128],
    'srgb',
    [93, 93, 93],
  ],
  ['GBR planes', { ...SRGB }, [10, 20, 30], 'srgb', [30, 10, 20]],
]
for (const [what, colors, samples, colorSpace, expected] of KNOWN) {
  test(`#convert-predefinedcolorspace-to-videocolorspace: ${what}`, async t => {
    const [r, g, b, a] = await copied(frameOf(flat('I444', colors, samples)), { format: 'RGBA', colorSpace })
    t.deepEqual([r, g, b, a], [...expected, 255])
  })
}

test('#dom-videoframecopytooptions-colorspace: display-p3 has other bytes than srgb, which is the default', async t => {
  const frame = frameOf(flat('RGBA', SRGB, [255, 0, 100, 77]))
  const first = (bytes: Uint8Array) => [...bytes.subarray(0, 4)]
  t.deepEqual(first(await copied(frame, { format: 'RGBA', colorSpace: 'display-p3' })), [234, 51, 102, 77])
  t.deepEqual(first(await copied(frame, { format: 'RGBA' })), [255, 0, 100, 77])
  t.deepEqual(first(await copied(frame, { colorSpace: 'display-p3' })), [255, 0, 100, 77], 'ignored without a format')
  const p3 = frameOf(flat('RGBA', DISPLAY_P3, [255, 0, 100, 77]))
  t.deepEqual(first(await copied(p3, { format: 'RGBA', colorSpace: 'display-p3' })), [255, 0, 100, 77])
  t.deepEqual(first(await copied(p3, { format: 'BGRX', colorSpace: 'display-p3' })), [100, 0, 255, 255])
})

test('#dom-videoframecopytooptions-colorspace: the linear ones are a NotSupportedError', async t => {
  const frame = frameOf(noise('I420', BT709))
  for (const colorSpace of ['srgb-linear', 'display-p3-linear'] as const) {
    t.throws(() => frame.allocationSize({ format: 'RGBA', colorSpace }), domException('NotSupportedError'))
    const copy = frame.copyTo(new Uint8Array(4096), { format: 'RGBA', colorSpace })
    await t.throwsAsync(copy, domException('NotSupportedError'))
  }
})

test('#videoframe-convert-to-rgb-frame: an unknown colour space is taken as BT.709, of RGB formats as sRGB', async t => {
  for (const [format, colors] of [
    ['I420', BT709],
    ['RGBA', SRGB],
  ] as const) {
    const picture = noise(format, colors)
    const options: VideoFrameCopyToOptions = { format: 'BGRA' }
    const expected = await copied(frameOf(picture), options)
    t.deepEqual(await copied(frameOf(picture, { colorSpace: {} }), options), expected)
  }
})

test('#videoframe-convert-to-rgb-frame: bits beyond the depth of a format are clipped', async t => {
  const bytes = new Uint8Array(2 * 3 * 4).fill(255)
  const wrong = frameOf({ format: 'I444P10', bytes, width: 2, height: 2, colors: BT709 })
  const most = frameOf({
    format: 'I444P10',
    bytes: bytes.map((_, i) => (i % 2 ? 3 : 255)),
    width: 2,
    height: 2,
    colors: BT709,
  })
  t.deepEqual(await copied(wrong, { format: 'RGBA' }), await copied(most, { format: 'RGBA' }))
})

test('#videoframe-convert-to-rgb-frame: chroma lies on the left pixel, and between the two rows', async t => {
  const bytes = new Uint8Array(8 * 8 + 16 + 16).fill(128)
  for (let i = 0; i < 16; i++) bytes[80 + i] = i % 4 < 2 ? 128 : 168
  const colors = { ...BT709, fullRange: true }
  const horizontal = frameOf({ format: 'I420', bytes, width: 8, height: 8, colors })
  const reds = (copy: Uint8Array, step: number) => Array.from({ length: 8 }, (_, i) => copy[i * step])
  const [grey, full] = [128, 191] // 128 + 1.5748 * 40
  const across = reds(await copied(horizontal, { format: 'RGBA' }), 4)
  t.deepEqual(across, [grey, grey, grey, 159, full, full, full, full])
  for (let i = 0; i < 16; i++) bytes[80 + i] = i < 8 ? 128 : 168
  const vertical = frameOf({ format: 'I420', bytes, width: 8, height: 8, colors })
  const down = reds(await copied(vertical, { format: 'RGBA' }), 32)
  t.deepEqual(down, [grey, grey, grey, 144, 175, full, full, full])
})

for (const format of ['I420', 'NV12', 'I422P10', 'I444A', 'RGBA'] as const) {
  test(`#dom-videoframecopytooptions-rect: of ${format} gives what the whole has there, from every origin there may be`, async t => {
    const picture = noise(format, isRgb(format) ? SRGB : BT709, 15, 11)
    const frame = frameOf(picture)
    const whole = await copied(frame, { format: 'BGRA' })
    const [stepX, stepY] = format === 'RGBA' || format.startsWith('I444') ? [1, 1] : [2, format === 'I422P10' ? 1 : 2]
    for (let x = 0; x < 15; x += stepX) {
      for (let y = 0; y < 11; y += stepY) {
        const rect = { x, y, width: Math.min(5, 15 - x), height: Math.min(3, 11 - y) }
        const part = await copied(frame, { format: 'BGRA', rect })
        const rows = Array.from({ length: rect.height }, (_, i) => {
          const start = ((y + i) * 15 + x) * 4
          return [...whole.subarray(start, start + rect.width * 4)]
        })
        t.deepEqual([...part], rows.flat(), `${x}, ${y}`)
      }
    }
  })
}

test('#dom-videoframecopytooptions-rect: is that of the visible rectangle by default, and aligned to the source', async t => {
  const frame = frameOf(noise('I420', BT709, 16, 16), { visibleRect: { x: 4, y: 2, width: 7, height: 5 } })
  t.is(frame.allocationSize({ format: 'RGBA' }), 7 * 5 * 4)
  const rect = { x: 4, y: 2, width: 7, height: 5 }
  t.deepEqual(await copied(frame, { format: 'RGBA' }), await copied(frame, { format: 'RGBA', rect }))
  const odd = { format: 'RGBA', rect: { x: 1, y: 0, width: 2, height: 2 } } as const
  t.throws(() => frame.allocationSize(odd), { instanceOf: TypeError })
  await t.throwsAsync(frame.copyTo(new Uint8Array(16), odd), { instanceOf: TypeError })
})

test('#dom-videoframecopytooptions-layout: rows go where it says; what lies between stays', async t => {
  const frame = frameOf(noise('I420', BT709, 5, 3))
  const tight = await copied(frame, { format: 'RGBA' })
  const layout = [{ offset: 7, stride: 33 }]
  const bytes = new Uint8Array(7 + 33 * 3 + 4).fill(99)
  t.is(frame.allocationSize({ format: 'RGBA', layout }), 7 + 33 * 3)
  t.deepEqual(await frame.copyTo(bytes.subarray(2), { format: 'RGBA', layout }), layout)
  const expected = new Uint8Array(bytes.length).fill(99)
  for (let y = 0; y < 3; y++) expected.set(tight.subarray(y * 20, y * 20 + 20), 2 + 7 + 33 * y)
  t.deepEqual(bytes, expected)
  const planes = [0, 60].map(offset => ({ offset, stride: 20 }))
  await t.throwsAsync(frame.copyTo(bytes, { format: 'RGBA', layout: planes }), { instanceOf: TypeError })
})

test('#dom-videoframe-copyto: a conversion goes on when the frame is closed, and nothing is written before its end', async t => {
  const picture = noise('I420', BT709, 64, 64)
  const frame = frameOf(picture)
  const expected = await copied(frame, { format: 'RGBA' })
  const bytes = new Uint8Array(expected.length)
  const copy = frame.copyTo(bytes, { format: 'RGBA' })
  frame.close()
  t.true(bytes.every(byte => byte === 0))
  t.deepEqual(await copy, [{ offset: 0, stride: 256 }])
  t.deepEqual(bytes, expected)
  await t.throwsAsync(frame.copyTo(bytes, { format: 'RGBA' }), domException('InvalidStateError'))
})

test('#dom-videoframe-copyto: a destination that is detached while pixels are converted is a TypeError', async t => {
  const frame = frameOf(noise('I420', BT709))
  const bytes = new Uint8Array(frame.allocationSize({ format: 'RGBA' }))
  const copy = frame.copyTo(bytes, { format: 'RGBA' })
  structuredClone(null, { transfer: [bytes.buffer] })
  await t.throwsAsync(copy, { instanceOf: TypeError, message: /detached/ })
})

test('#dom-videoframe-copyto: a destination too small, or detached before, is a TypeError also for a conversion', async t => {
  const frame = frameOf(noise('I420', BT709))
  const size = frame.allocationSize({ format: 'RGBA' })
  t.is(size, 21 * 9 * 4)
  await t.throwsAsync(frame.copyTo(new Uint8Array(size - 1), { format: 'RGBA' }), { instanceOf: TypeError })
  await t.throwsAsync(frame.copyTo(detachedBuffer(), { format: 'RGBA' }), { instanceOf: TypeError })
})

test('#dom-videoframe-copyto: shared memory may be a destination of conversions', async t => {
  const frame = frameOf(noise('I420', BT709))
  const shared = new SharedArrayBuffer(frame.allocationSize({ format: 'RGBA' }))
  await frame.copyTo(shared, { format: 'RGBA' })
  t.deepEqual([...new Uint8Array(shared)], [...(await copied(frame, { format: 'RGBA' }))])
})

test('#dom-videoframe-copyto: copies of a frame run at the same time and know nothing of each other', async t => {
  const frame = frameOf(noise('I420', BT709, 64, 48))
  const options: VideoFrameCopyToOptions[] = TARGETS.flatMap(format =>
    SPACES.map(([colorSpace]) => ({ format, colorSpace, rect: { x: 2, y: 2, width: 40, height: 30 } })),
  )
  const alone: Uint8Array[] = []
  for (const option of options) alone.push(await copied(frame, option))
  const together = await Promise.all([...options, ...options].map(option => copied(frame, option)))
  t.deepEqual(together, [...alone, ...alone])
})

test('#videoframe-parse-videoframecopytooptions: a format that is not RGB is a NotSupportedError', async t => {
  for (const source of ['I420', 'NV12', 'RGBA'] as const) {
    const frame = frameOf(noise(source, BT709))
    for (const format of ['I420', 'NV12', 'I444P10'] as const) {
      t.throws(() => frame.allocationSize({ format }), domException('NotSupportedError'))
      await t.throwsAsync(frame.copyTo(new Uint8Array(4096), { format }), domException('NotSupportedError'))
    }
  }
})

test('#videoframe-convert-to-rgb-frame: as the ffmpeg program converts a test picture', async t => {
  const size = '160x120'
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=${size},format=yuv444p`, '-frames:v', '1']
  const yuv = await ffmpeg(...source, '-f', 'rawvideo', '-')
  const matrix = 'scale=in_color_matrix=bt709:in_range=tv:flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp'
  const rgba = await ffmpeg(...source, '-vf', matrix, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-')
  const frame = frameOf({ format: 'I444', bytes: new Uint8Array(yuv), width: 160, height: 120, colors: BT709 })
  const bytes = await copied(frame, { format: 'RGBA' })
  t.is(bytes.length, rgba.length)
  t.true(bytes.every((byte, i) => Math.abs(byte - (rgba[i] ?? Number.NaN)) <= 2))
})
