import test from 'ava'
import { VideoFrame, type VideoFrameBufferInit } from '../../index.js'
import {
  byteLength,
  bytesOf,
  counting,
  countingFrame,
  detachedBuffer,
  domException,
  FORMATS,
  rectOf,
} from '../support/planes.js'

const INIT = { format: 'I420', codedWidth: 4, codedHeight: 2, timestamp: 0 } as const satisfies VideoFrameBufferInit
const construct = (data: unknown, init?: unknown): VideoFrame => Reflect.construct(VideoFrame, [data, init])

test('#dom-videoframe-videoframe-data-init: attributes are those of the init, with defaults', t => {
  const frame = countingFrame({ timestamp: -5 })
  t.is(frame.format, 'I420')
  t.deepEqual([frame.codedWidth, frame.codedHeight], [4, 2])
  t.deepEqual(rectOf(frame.codedRect), [0, 0, 4, 2])
  t.deepEqual(rectOf(frame.visibleRect), [0, 0, 4, 2])
  t.deepEqual([frame.displayWidth, frame.displayHeight], [4, 2])
  t.deepEqual([frame.rotation, frame.flip], [0, false])
  t.deepEqual([frame.timestamp, frame.duration], [-5, null])
  t.is(countingFrame({ duration: 40_000 }).duration, 40_000)
})

for (const format of FORMATS) {
  for (const [width, height] of [
    [4, 2],
    [3, 3],
    [1, 1],
  ] as const) {
    test(`#pixel-format: ${format} of ${width}x${height} comes back as it went in`, async t => {
      const data = counting(byteLength(format, width, height))
      const init = { format, codedWidth: width, codedHeight: height, timestamp: 0 }
      const frame = new VideoFrame(data, init)
      t.is(frame.format, format)
      t.is(frame.allocationSize(), data.length)
      t.deepEqual(await bytesOf(frame), data)
      t.throws(() => new VideoFrame(data.subarray(1), init), { instanceOf: TypeError, message: /bytes/ })
    })
  }
}

test('#dom-videoframe-videoframe-data-init: data may be any buffer or view', async t => {
  const bytes = counting(12)
  const shared = new Uint8Array(new SharedArrayBuffer(12))
  shared.set(bytes)
  const surrounded = new Uint8Array(20)
  surrounded.set(bytes, 4)
  const sources = [
    bytes.buffer,
    shared,
    shared.buffer,
    new DataView(bytes.buffer),
    new Uint16Array(bytes.buffer),
    new Uint8ClampedArray(bytes.buffer),
    Buffer.from(bytes),
    surrounded.subarray(4, 16),
  ]
  for (const source of sources) t.deepEqual(await bytesOf(new VideoFrame(source, INIT)), bytes)
})

test('#dom-videoframe-videoframe-data-init: data is copied', async t => {
  const data = counting(12)
  const frame = new VideoFrame(data, INIT)
  data.fill(255)
  t.deepEqual(await bytesOf(frame), counting(12))
})

test('#dom-videoframe-videoframe-data-init: anything but a buffer or a VideoFrame is a TypeError', t => {
  for (const value of [undefined, null, 'data', 12, {}, [1, 2, 3], { codedWidth: 4 }]) {
    t.throws(() => construct(value, INIT), { instanceOf: TypeError })
  }
  t.throws(() => construct(new Uint8Array(12)), { instanceOf: TypeError })
  t.throws(() => construct(new Uint8Array(12), null), { instanceOf: TypeError })
  t.throws(() => construct(new Uint8Array(12), 'I420'), { instanceOf: TypeError })
})

test('#dom-videoframe-videoframe-data-init: resizable buffers are a TypeError', t => {
  const resizable = Reflect.construct(ArrayBuffer, [12, { maxByteLength: 24 }])
  t.throws(() => construct(resizable, INIT), { instanceOf: TypeError, message: /resizable/ })
  t.throws(() => construct(new Uint8Array(resizable), INIT), { instanceOf: TypeError, message: /resizable/ })
})

const INVALID: [string, Record<string, unknown>][] = [
  ['an unknown format', { format: 'ABCD' }],
  ['a missing format', { format: undefined }],
  ['a missing codedWidth', { codedWidth: undefined }],
  ['a missing timestamp', { timestamp: undefined }],
  ['a codedWidth of 0', { codedWidth: 0 }],
  ['a codedHeight of 0', { codedHeight: 0 }],
  ['a negative codedWidth', { codedWidth: -4 }],
  ['a codedWidth of 2^32', { codedWidth: 2 ** 32 }],
  ['sizes whose product overflows', { codedWidth: 2 ** 32 - 1, codedHeight: 2 ** 32 - 1 }],
  ['a size that fits 64 bits only', { codedWidth: 2 ** 31, codedHeight: 2 }],
  ['a size larger than the data', { codedWidth: 65_535, codedHeight: 65_535 }],
  ['only a displayWidth', { displayWidth: 4 }],
  ['only a displayHeight', { displayHeight: 4 }],
  ['a displayWidth of 0', { displayWidth: 0, displayHeight: 4 }],
  ['a displayHeight of 0', { displayWidth: 4, displayHeight: 0 }],
  ['a displayHeight of 2^32', { displayWidth: 4, displayHeight: 2 ** 32 }],
  ['a negative duration', { duration: -1 }],
  ['a timestamp that is no number', { timestamp: Number.NaN }],
  ['a rotation that is not finite', { rotation: Number.POSITIVE_INFINITY }],
  ['an unknown colour', { colorSpace: { primaries: 'bt601' } }],
  ['too few planes in the layout', { layout: [{ offset: 0, stride: 4 }] }],
  ['a layout that is not iterable', { layout: {} }],
]
for (const [what, members] of INVALID) {
  test(`#valid-videoframebufferinit: ${what} is a TypeError`, t => {
    t.throws(() => construct(counting(12), { ...INIT, ...members }), { instanceOf: TypeError })
  })
}

const RECTS: [string, Record<string, number>][] = [
  ['negative x', { x: -2, y: 0, width: 2, height: 2 }],
  ['infinite y', { x: 0, y: Number.POSITIVE_INFINITY, width: 2, height: 2 }],
  ['a width that is no number', { x: 0, y: 0, width: Number.NaN, height: 2 }],
  ['no width', { x: 0, y: 0, width: 0, height: 2 }],
  ['less than a pixel of height', { x: 0, y: 0, width: 2, height: 0.9 }],
  ['a right edge beyond the coded width', { x: 2, y: 0, width: 3, height: 2 }],
  ['a bottom edge beyond the coded height', { x: 0, y: 0, width: 4, height: 3 }],
  ['an odd x in 4:2:0', { x: 1, y: 0, width: 2, height: 2 }],
  ['an odd y in 4:2:0', { x: 0, y: 1, width: 2, height: 1 }],
]
for (const [what, visibleRect] of RECTS) {
  test(`#videoframe-parse-visible-rect: ${what} is a TypeError`, t => {
    t.throws(() => construct(counting(12), { ...INIT, visibleRect }), { instanceOf: TypeError, message: /visibleRect/ })
  })
}

test('#videoframe-verify-rect-offset-alignment: depends on the sub-sampling of the format', t => {
  const at = (format: VideoFrameBufferInit['format'], x: number, y: number) =>
    countingFrame({ format, codedHeight: 4, visibleRect: { x, y, width: 1, height: 1 } })
  t.notThrows(() => at('I422', 2, 1))
  t.throws(() => at('I422', 1, 0), { instanceOf: TypeError })
  t.notThrows(() => at('I444', 1, 1))
  t.notThrows(() => at('BGRX', 1, 1))
  t.throws(() => at('NV12', 0, 1), { instanceOf: TypeError })
})

test('#dom-videoframebufferinit-visiblerect: crops and sets the display size; data still covers the coded size', async t => {
  const frame = countingFrame({ codedHeight: 4, visibleRect: { x: 2, y: 2, width: 2, height: 2 } })
  t.deepEqual([frame.codedWidth, frame.codedHeight], [4, 4])
  t.deepEqual(rectOf(frame.visibleRect), [2, 2, 2, 2])
  t.deepEqual([frame.displayWidth, frame.displayHeight], [2, 2])
  t.deepEqual([...(await bytesOf(frame))], [10, 11, 14, 15, 19, 23])
})

test('#videoframe-domrect: values are truncated to integers', t => {
  const frame = countingFrame({ visibleRect: { x: 2.9, y: 0.5, width: 2.7, height: 1.5 } })
  t.deepEqual(rectOf(frame.visibleRect), [2, 0, 2, 1])
})

test('#dom-videoframebufferinit-layout: says where the planes are, in any order and with padding', async t => {
  const data = new Uint8Array(40).fill(99)
  data.set([1, 2, 3, 4], 20) // two rows of luma, 8 bytes apart
  data.set([5, 6, 7, 8], 28)
  data.set([9, 10], 4)
  data.set([11, 12], 0)
  const layout = [
    { offset: 20, stride: 8 },
    { offset: 4, stride: 2 },
    { offset: 0, stride: 4 },
  ]
  const frame = new VideoFrame(data, { ...INIT, layout })
  t.deepEqual([...(await bytesOf(frame))], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

const LAYOUTS: [string, [number, number][]][] = [
  [
    'a stride below the bytes of a row',
    [
      [0, 3],
      [8, 2],
      [10, 2],
    ],
  ], // prettier: one layout a line
  [
    'planes that overlap',
    [
      [0, 4],
      [7, 2],
      [10, 2],
    ],
  ],
  [
    'a later plane inside an earlier one',
    [
      [0, 4],
      [10, 2],
      [4, 2],
    ],
  ],
  [
    'an end beyond the data',
    [
      [0, 4],
      [8, 2],
      [11, 2],
    ],
  ],
  [
    'an end beyond 2^32',
    [
      [0, 4],
      [8, 2],
      [2 ** 32 - 1, 2 ** 32 - 1],
    ],
  ],
  [
    'a stride that overflows',
    [
      [0, 2 ** 32 - 1],
      [8, 2],
      [10, 2],
    ],
  ],
  [
    'a negative offset',
    [
      [-1, 4],
      [8, 2],
      [10, 2],
    ],
  ],
]
for (const [what, planes] of LAYOUTS) {
  test(`#videoframe-compute-layout-and-allocation-size: ${what} is a TypeError`, t => {
    const layout = planes.map(([offset, stride]) => ({ offset, stride }))
    t.throws(() => new VideoFrame(counting(12), { ...INIT, layout }), { instanceOf: TypeError })
  })
}

test('#videoframe-compute-layout-and-allocation-size: chroma planes of odd sizes are rounded up', t => {
  t.is(countingFrame({ codedWidth: 3, codedHeight: 3 }).allocationSize(), 3 * 3 + 2 * (2 * 2))
})

test('#videoframe-pick-color-space: sRGB for RGB formats, BT.709 for the others', t => {
  const sRGB = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true }
  const rec709 = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false }
  for (const format of FORMATS) {
    t.deepEqual(countingFrame({ format }).colorSpace.toJSON() as unknown, /^(RGB|BGR)/.test(format) ? sRGB : rec709)
  }
})

test('#videoframe-pick-color-space: a given one is taken as it is, unknown members too', t => {
  const { colorSpace } = countingFrame({ colorSpace: { primaries: 'smpte170m', matrix: 'bt470bg' } })
  t.deepEqual(colorSpace.toJSON(), { primaries: 'smpte170m', transfer: null, matrix: 'bt470bg', fullRange: null })
  t.is(countingFrame({ colorSpace: {} }).colorSpace.primaries, null)
})

test('#videoframe-parse-rotation: to the nearest multiple of 90, ties upwards, within one turn', t => {
  const turns = [0, 44, 45, 90, 134, 135, 270, 315, 359, 360, 450, -90, -45, -46, 720_090, -0, 1e300]
  const expected = [0, 0, 90, 90, 90, 180, 270, 0, 0, 0, 90, 270, 0, 270, 90, 0]
  t.deepEqual(turns.map(rotation => countingFrame({ rotation }).rotation).slice(0, -1), expected)
  t.is(countingFrame({ rotation: 1e300 }).rotation % 90, 0)
})

test('#dom-videoframebufferinit-rotation: a quarter turn swaps the default display size, not a given one', t => {
  const turned = countingFrame({ rotation: 90, flip: true })
  t.deepEqual([turned.displayWidth, turned.displayHeight, turned.flip], [2, 4, true])
  const given = countingFrame({ rotation: 90, displayWidth: 8, displayHeight: 3 })
  t.deepEqual([given.displayWidth, given.displayHeight], [8, 3])
})

test('#dom-videoframebufferinit-transfer: detaches the buffers, also those that are not the data', async t => {
  const data = counting(12)
  const other = new ArrayBuffer(8)
  const frame = new VideoFrame(data, { ...INIT, transfer: [data.buffer, other] })
  t.deepEqual([data.byteLength, other.byteLength], [0, 0])
  t.deepEqual(await bytesOf(frame), counting(12))
})

test('#dom-videoframebufferinit-transfer: duplicates and detached buffers are a DataCloneError', t => {
  const data = counting(12)
  const twice = { ...INIT, transfer: [data.buffer, data.buffer] }
  t.throws(() => new VideoFrame(data, twice), domException('DataCloneError'))
  const detached = { ...INIT, transfer: [detachedBuffer()] }
  t.throws(() => new VideoFrame(data, detached), domException('DataCloneError'))
  t.is(data.byteLength, 12)
  t.throws(() => construct(data, { ...INIT, transfer: [new SharedArrayBuffer(4)] }), { instanceOf: TypeError })
})

test('#dom-videoframebufferinit-transfer: nothing is detached when the constructor throws', t => {
  const data = counting(12)
  t.throws(() => new VideoFrame(data, { ...INIT, codedHeight: 4, transfer: [data.buffer] }), { instanceOf: TypeError })
  t.is(data.byteLength, 12)
})

test('#dom-videoframe-videoframe-data-init: detached data is a TypeError', t => {
  t.throws(() => new VideoFrame(detachedBuffer(), INIT), { instanceOf: TypeError })
  const data = counting(12)
  const detaching = {
    ...INIT,
    get timestamp() {
      structuredClone(null, { transfer: [data.buffer] })
      return 0
    },
  }
  t.throws(() => new VideoFrame(data, detaching), { instanceOf: TypeError, message: /bytes/ })
})
