import test from 'ava'
import { VideoFrame, type VideoFrameInit } from '../../index.js'
import { bytesOf, counting, countingFrame, domException, rectOf } from '../support/planes.js'

const displayOf = ({ displayWidth, displayHeight }: VideoFrame) => [displayWidth, displayHeight]

test('#videoframe-initialize-frame-from-other-frame: without an init everything is as in the other', async t => {
  const other = countingFrame({
    codedHeight: 4,
    timestamp: 7,
    duration: 9,
    visibleRect: { x: 2, y: 2, width: 2, height: 2 },
    colorSpace: { matrix: 'bt2020-ncl' },
    rotation: 90,
    flip: true,
    displayWidth: 6,
    displayHeight: 8,
  })
  const frame = new VideoFrame(other)
  for (const key of ['format', 'codedWidth', 'codedHeight', 'timestamp', 'duration', 'rotation', 'flip'] as const) {
    t.is(frame[key], other[key], key)
  }
  t.deepEqual(rectOf(frame.visibleRect), [2, 2, 2, 2])
  t.deepEqual(frame.colorSpace.toJSON(), other.colorSpace.toJSON())
  t.deepEqual(displayOf(frame), [6, 8])
  t.deepEqual(await bytesOf(frame), await bytesOf(other))
})

test('#videoframe-initialize-frame-from-other-frame: lives on when the other is closed', async t => {
  const other = countingFrame()
  const frame = new VideoFrame(other)
  other.close()
  t.deepEqual(await bytesOf(frame), counting(12))
})

test('#videoframe-initialize-frame-from-other-frame: timestamp, duration and metadata can be overridden', t => {
  const other = countingFrame({ timestamp: 7, duration: 9, metadata: { rtpTimestamp: 3 } })
  const frame = new VideoFrame(other, { timestamp: 0, duration: 0, metadata: { captureTime: 1.5 } })
  t.deepEqual([frame.timestamp, frame.duration], [0, 0])
  t.deepEqual(frame.metadata(), { captureTime: 1.5 })
  t.deepEqual(new VideoFrame(other).metadata(), {})
})

test('#dom-videoframe-videoframe: a closed image is an InvalidStateError, after the init was converted', t => {
  const other = countingFrame()
  const closing: VideoFrameInit = {
    get timestamp() {
      other.close()
      return 0
    },
  }
  t.throws(() => new VideoFrame(other, closing), domException('InvalidStateError'))
  t.throws(() => new VideoFrame(other), domException('InvalidStateError'))
  t.throws(() => new VideoFrame(other, { alpha: 'maybe' as never }), { instanceOf: TypeError })
})

const INVALID: [string, VideoFrameInit][] = [
  ['only a displayWidth', { displayWidth: 4 }],
  ['a displayHeight of 0', { displayWidth: 4, displayHeight: 0 }],
  ['a negative x', { visibleRect: { x: -1, y: 0, width: 2, height: 2 } }],
  ['a misaligned x', { visibleRect: { x: 1, y: 0, width: 2, height: 2 } }],
  ['a misaligned y', { visibleRect: { x: 0, y: 1, width: 2, height: 1 } }],
  ['an empty rectangle', { visibleRect: { x: 0, y: 0, width: 0, height: 2 } }],
  ['a rectangle outside', { visibleRect: { x: 2, y: 0, width: 4, height: 2 } }],
]
for (const [what, init] of INVALID) {
  test(`#validate-videoframeinit: ${what} is a TypeError`, t => {
    t.throws(() => new VideoFrame(countingFrame(), init), { instanceOf: TypeError })
  })
}

test('#dom-videoframeinit-visiblerect: crops within the coded size, beyond the visible rectangle too', async t => {
  const small = countingFrame({ visibleRect: { x: 0, y: 0, width: 2, height: 2 } })
  const frame = new VideoFrame(small, { visibleRect: { x: 2, y: 0, width: 2, height: 2 } })
  t.deepEqual(rectOf(frame.visibleRect), [2, 0, 2, 2])
  t.deepEqual([...(await bytesOf(frame))], [2, 3, 6, 7, 9, 11])
})

test('#dom-videoframeinit-visiblerect: cropping keeps the pixel aspect ratio', t => {
  const wide = countingFrame({ displayWidth: 8, displayHeight: 2 })
  t.deepEqual(displayOf(new VideoFrame(wide, { visibleRect: { x: 2, y: 0, width: 2, height: 2 } })), [4, 2])
  const large = countingFrame({ displayWidth: 8, displayHeight: 4 })
  t.deepEqual(displayOf(new VideoFrame(large, { visibleRect: { x: 2, y: 0, width: 2, height: 2 } })), [4, 4])
  t.deepEqual(displayOf(new VideoFrame(wide, { displayWidth: 3, displayHeight: 5 })), [3, 5])
})

test('#dom-videoframeinit-visiblerect: a display size that overflows is a TypeError', t => {
  const crop = countingFrame({
    visibleRect: { x: 0, y: 0, width: 1, height: 1 },
    displayWidth: 2 ** 32 - 1,
    displayHeight: 1,
  })
  const visibleRect = { x: 0, y: 0, width: 4, height: 1 }
  t.throws(() => new VideoFrame(crop, { visibleRect }), { instanceOf: TypeError })
})

test('#dom-videoframeinit-alpha: discard relabels as the opaque format and shares the pixels', async t => {
  for (const [format, opaque] of [
    ['RGBA', 'RGBX'],
    ['BGRA', 'BGRX'],
    ['BGRX', 'BGRX'],
    ['I420A', 'I420'],
    ['I422AP12', 'I422P12'],
    ['I444AP10', 'I444P10'],
    ['NV12', 'NV12'],
  ] as const) {
    const other = countingFrame({ format })
    const frame = new VideoFrame(other, { alpha: 'discard' })
    t.is(frame.format, opaque)
    t.is(new VideoFrame(other, { alpha: 'keep' }).format, format)
    const bytes = await bytesOf(frame)
    t.deepEqual(bytes, (await bytesOf(other)).subarray(0, bytes.length))
  }
})

test('#videoframe-add-rotations: adds to the rotation of the other, against it when that is flipped', t => {
  const rotationOf = (base: number, flip: boolean, rotation: number) =>
    new VideoFrame(countingFrame({ rotation: base, flip }), { rotation }).rotation
  t.is(rotationOf(90, false, 90), 180)
  t.is(rotationOf(270, false, 180), 90)
  t.is(rotationOf(90, true, 90), 0)
  t.is(rotationOf(0, true, 90), 270)
  t.is(rotationOf(180, false, -45), 180)
})

test('#dom-videoframeinit-flip: flips what the other is', t => {
  t.false(new VideoFrame(countingFrame({ flip: true }), { flip: true }).flip)
  t.true(new VideoFrame(countingFrame({ flip: true })).flip)
  t.true(new VideoFrame(countingFrame(), { flip: true }).flip)
})

test('#videoframe-initialize-visible-rect-orientation-and-display-size: the display size turns with the frame', t => {
  const upright = countingFrame({ displayWidth: 8, displayHeight: 3 })
  const turned = new VideoFrame(upright, { rotation: 90 })
  t.deepEqual(displayOf(turned), [3, 8])
  t.deepEqual(displayOf(new VideoFrame(turned)), [3, 8])
  t.deepEqual(displayOf(new VideoFrame(turned, { rotation: 90 })), [8, 3])
  t.deepEqual(displayOf(new VideoFrame(turned, { visibleRect: { x: 0, y: 0, width: 2, height: 2 } })), [3, 4])
})
