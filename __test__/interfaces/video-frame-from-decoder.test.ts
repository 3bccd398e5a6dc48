import test from 'ava'
import { NativeFrame } from '../../src/native.js'
import { createVideoFrame } from '../../src/video-frame.js'
import type { DecodedPicture, FrameOverrides } from '../../src/video-frame-init.js'
import { counting, domException, rectOf } from '../support/planes.js'

/** The frame that a decoder's output of 4x2 pixels of I420 becomes. */
function create(picture: Partial<DecodedPicture> = {}, overrides: Partial<FrameOverrides> = {}) {
  const spans = [0, 8, 10].map((offset, plane) => ({ offset, stride: plane === 0 ? 4 : 2 }))
  const decoded = {
    frame: NativeFrame.fromBytes(counting(12), 'I420', 4, 2, spans),
    format: 'I420',
    codedWidth: 4,
    codedHeight: 2,
    displayWidth: 4,
    displayHeight: 2,
    timestamp: 5,
    colorSpace: {},
    ...picture,
  }
  return createVideoFrame(decoded, { rotation: 0, flip: false, ...overrides })
}

test('#create-a-videoframe: has what the output has', async t => {
  const frame = create({ duration: 7 })
  t.deepEqual([frame.format, frame.timestamp, frame.duration], ['I420', 5, 7])
  t.deepEqual(
    [rectOf(frame.codedRect), rectOf(frame.visibleRect)],
    [
      [0, 0, 4, 2],
      [0, 0, 4, 2],
    ],
  )
  t.is(create().duration, null)
  const bytes = new Uint8Array(12)
  await frame.copyTo(bytes)
  t.deepEqual(bytes, counting(12))
})

test('#create-a-videoframe: one of the display sides grows to the aspect ratio of the config', t => {
  const displayOf = (displayAspectWidth: number, displayAspectHeight: number, rotation = 0) => {
    const frame = create({}, { displayAspectWidth, displayAspectHeight, rotation })
    return [frame.displayWidth, frame.displayHeight]
  }
  t.deepEqual(displayOf(2, 1), [4, 2])
  t.deepEqual(displayOf(3, 1), [6, 2])
  t.deepEqual(displayOf(1, 1), [4, 4])
  t.deepEqual(displayOf(1, 1, 270), [4, 4])
  t.deepEqual(displayOf(2 ** 32 - 1, 1), [2 ** 32 - 1, 2])
})

test('#create-a-videoframe: the aspect ratio of the config is that of the picture before its rotation', t => {
  for (const rotation of [90, 270]) {
    const frame = create({}, { displayAspectWidth: 3, displayAspectHeight: 1, rotation })
    t.deepEqual([frame.displayWidth, frame.displayHeight], [2, 6])
  }
})

test('#create-a-videoframe: rotation and flip are those of the config; a quarter turn swaps the display size', t => {
  const frame = create({ displayWidth: 6 }, { rotation: 91, flip: true })
  t.deepEqual([frame.rotation, frame.flip, frame.displayWidth, frame.displayHeight], [90, true, 2, 6])
})

test('#videoframe-pick-color-space: of the config, else of the stream, else by the format', t => {
  const colorSpace = { matrix: 'smpte170m' }
  t.is(create({ colorSpace }).colorSpace.matrix, 'smpte170m')
  t.is(create({ colorSpace }).colorSpace.primaries, null)
  t.is(create({ colorSpace }, { colorSpace: { matrix: 'rgb' } }).colorSpace.matrix, 'rgb')
  t.is(create().colorSpace.matrix, 'bt709')
  t.is(create({ format: 'RGBA' }).colorSpace.matrix, 'rgb')
})

test('#dom-videoframe-copyto: a frame whose format has no name cannot be copied', async t => {
  const frame = create({ format: undefined as never })
  t.is(frame.format, null)
  t.deepEqual(rectOf(frame.codedRect), [0, 0, 4, 2])
  t.throws(() => frame.allocationSize(), domException('NotSupportedError'))
  await t.throwsAsync(frame.copyTo(new Uint8Array(12)), domException('NotSupportedError'))
})
