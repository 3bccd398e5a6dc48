import test from 'ava'
import type { VideoFrameCopyToOptions } from '../../index.js'
import { byteLength, counting, countingFrame, detachedBuffer, domException } from '../support/planes.js'

test('#dom-videoframe-copyto: resolves with the tightly packed layout', async t => {
  const frame = countingFrame()
  const bytes = new Uint8Array(12)
  t.deepEqual(await frame.copyTo(bytes), [
    { offset: 0, stride: 4 },
    { offset: 8, stride: 2 },
    { offset: 10, stride: 2 },
  ])
  t.deepEqual(bytes, counting(12))
})

test('#dom-videoframe-copyto: the destination may be any buffer or view, and larger', async t => {
  const frame = countingFrame()
  const surrounded = new Uint8Array(32).fill(255)
  for (const destination of [
    new ArrayBuffer(12),
    new SharedArrayBuffer(12),
    new DataView(new ArrayBuffer(16), 2),
    new Float32Array(3),
    surrounded.subarray(8),
  ]) {
    await frame.copyTo(destination)
    const { buffer, byteOffset } = ArrayBuffer.isView(destination)
      ? destination
      : { buffer: destination, byteOffset: 0 }
    t.deepEqual([...new Uint8Array(buffer, byteOffset, 12)], [...counting(12)])
  }
  t.true([...surrounded.subarray(0, 8), ...surrounded.subarray(20)].every(byte => byte === 255))
})

test('#dom-videoframecopytooptions-layout: planes go where it says; what lies between stays', async t => {
  const frame = countingFrame()
  const bytes = new Uint8Array(32).fill(255)
  const layout = [
    { offset: 10, stride: 6 },
    { offset: 4, stride: 3 },
    { offset: 0, stride: 2 },
  ]
  t.is(frame.allocationSize({ layout }), 22)
  t.deepEqual(await frame.copyTo(bytes, { layout }), layout)
  const expected = new Uint8Array(32).fill(255)
  expected.set([0, 1, 2, 3], 10)
  expected.set([4, 5, 6, 7], 16)
  expected.set([8, 9], 4)
  expected.set([10, 11], 0)
  t.deepEqual(bytes, expected)
})

test('#dom-videoframecopytooptions-rect: any aligned part of the coded size', async t => {
  const frame = countingFrame({ codedHeight: 4, visibleRect: { x: 0, y: 0, width: 2, height: 2 } })
  const rect = { x: 2, y: 2, width: 2, height: 2 }
  t.is(frame.allocationSize({ rect }), 6)
  const bytes = new Uint8Array(6)
  await frame.copyTo(bytes, { rect })
  t.deepEqual([...bytes], [10, 11, 14, 15, 19, 23])
  const codedRect = frame.codedRect
  t.truthy(codedRect)
  if (codedRect) t.is(frame.allocationSize({ rect: codedRect }), 24)
})

test('#dom-videoframecopytooptions-rect: odd sizes take whole samples, fractions are cut off', async t => {
  const frame = countingFrame({ codedHeight: 4 })
  const bytes = new Uint8Array(11)
  await frame.copyTo(bytes, { rect: { x: 0.5, y: 2.9, width: 3.9, height: 1.1 } })
  t.deepEqual([...bytes.subarray(0, 7)], [8, 9, 10, 18, 19, 22, 23])
})

test('#dom-videoframe-allocationsize: covers the visible rectangle of odd sizes', t => {
  const frame = countingFrame({ visibleRect: { x: 0, y: 0, width: 3, height: 1 } })
  t.is(frame.allocationSize(), 3 + 2 + 2)
})

const INVALID: [string, unknown][] = [
  ['a misaligned rectangle', { rect: { x: 1, y: 0, width: 2, height: 2 } }],
  ['an empty rectangle', { rect: { x: 0, y: 0, width: 2, height: 0 } }],
  ['a rectangle beyond the coded size', { rect: { x: 2, y: 0, width: 3, height: 2 } }],
  ['a negative rectangle', { rect: { x: 0, y: -2, width: 2, height: 2 } }],
  ['too few planes', { layout: [{ offset: 0, stride: 4 }] }],
  ['too small a stride', { layout: [0, 8, 10].map(offset => ({ offset, stride: 1 })) }],
  ['planes that overlap', { layout: [0, 7, 10].map(offset => ({ offset, stride: 4 })) }],
  ['a plane without a stride', { layout: [{ offset: 0 }, { offset: 8 }, { offset: 10 }] }],
  ['an unknown format', { format: 'I421' }],
  ['options that are no object', 1],
]
for (const [what, options] of INVALID) {
  test(`#dom-videoframe-copyto: ${what} is a TypeError: thrown by allocationSize(), a rejection of copyTo()`, async t => {
    const frame = countingFrame()
    const bytes = new Uint8Array(100)
    t.throws(() => frame.allocationSize(options as VideoFrameCopyToOptions), { instanceOf: TypeError })
    await t.throwsAsync(frame.copyTo(bytes, options as VideoFrameCopyToOptions), { instanceOf: TypeError })
    t.true(bytes.every(byte => byte === 0))
  })
}

test('#dom-videoframe-copyto: a destination that is too small, detached or none is a rejection with a TypeError', async t => {
  const frame = countingFrame()
  await t.throwsAsync(frame.copyTo(new Uint8Array(11)), { instanceOf: TypeError, message: /11 bytes, but needs 12/ })
  await t.throwsAsync(frame.copyTo(detachedBuffer()), { instanceOf: TypeError })
  await t.throwsAsync(frame.copyTo([] as never), { instanceOf: TypeError })
  await t.throwsAsync(Reflect.apply(frame.copyTo, frame, []), { instanceOf: TypeError })
})

test('#dom-videoframe-copyto: a destination that the options detach is a rejection', async t => {
  const destination = new ArrayBuffer(12)
  const options: VideoFrameCopyToOptions = {
    get rect() {
      structuredClone(null, { transfer: [destination] })
      return { x: 0, y: 0, width: 4, height: 2 }
    },
  }
  await t.throwsAsync(countingFrame().copyTo(destination, options), { instanceOf: TypeError })
})

test('#dom-videoframe-copyto: a closed frame is an InvalidStateError, also when the options close it', async t => {
  const frame = countingFrame()
  const closing: VideoFrameCopyToOptions = {
    get rect() {
      frame.close()
      return { x: 0, y: 0, width: 4, height: 2 }
    },
  }
  await t.throwsAsync(frame.copyTo(new Uint8Array(12), closing), domException('InvalidStateError'))
  await t.throwsAsync(frame.copyTo(new Uint8Array(12)), domException('InvalidStateError'))
  t.throws(() => frame.allocationSize(), domException('InvalidStateError'))
})

test('#dom-videoframecopytooptions-format: RGB formats have one plane, in any size', t => {
  const frame = countingFrame()
  for (const format of ['RGBA', 'RGBX', 'BGRA', 'BGRX'] as const) t.is(frame.allocationSize({ format }), 32)
  t.throws(() => frame.allocationSize({ format: 'I420' }), domException('NotSupportedError'))
})

test('#dom-videoframecopytooptions-format: the format of the frame and its opaque one need no conversion', async t => {
  for (const [format, opaque] of [
    ['RGBA', 'RGBX'],
    ['BGRA', 'BGRX'],
  ] as const) {
    const frame = countingFrame({ format })
    for (const as of [format, opaque]) {
      const bytes = new Uint8Array(byteLength(format, 4, 2))
      await frame.copyTo(bytes, { format: as })
      t.deepEqual(bytes, counting(32))
    }
  }
})
