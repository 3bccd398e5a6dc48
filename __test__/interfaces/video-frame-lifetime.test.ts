import test from 'ava'
import type { VideoFrame } from '../../index.js'
import { bytesOf, counting, countingFrame, domException, rectOf } from '../support/planes.js'

function isClosed(frame: VideoFrame): boolean {
  return frame.format === null && frame.codedRect === null
}

test('#close-videoframe: clears the attributes, but for timestamp, duration and colour space', t => {
  const frame = countingFrame({ timestamp: 3, duration: 4, rotation: 90, flip: true, colorSpace: { transfer: 'pq' } })
  frame.close()
  const { codedWidth, codedHeight, displayWidth, displayHeight, rotation } = frame
  t.deepEqual([codedWidth, codedHeight, displayWidth, displayHeight, rotation], [0, 0, 0, 0, 0])
  t.deepEqual([frame.format, frame.codedRect, frame.visibleRect, frame.flip], [null, null, null, false])
  t.deepEqual([frame.timestamp, frame.duration], [3, 4])
  t.is(frame.colorSpace.transfer as string, 'pq')
})

test('#dom-videoframe-close: may be called again', t => {
  const frame = countingFrame()
  t.is(frame.close(), undefined)
  t.notThrows(() => frame.close())
})

test('#dom-videoframe-clone: shares the pixels until the last one is closed', async t => {
  const frame = countingFrame({
    timestamp: 3,
    visibleRect: { x: 2, y: 0, width: 2, height: 2 },
    metadata: { rtpTimestamp: 1 },
    rotation: 270,
    flip: true,
    displayWidth: 9,
    displayHeight: 5,
  })
  const clone = frame.clone()
  const second = clone.clone()
  frame.close()
  frame.close()
  clone.close()
  t.true(isClosed(frame) && isClosed(clone))
  t.deepEqual([...(await bytesOf(second))], [2, 3, 6, 7, 9, 11])
  t.deepEqual(rectOf(second.visibleRect), [2, 0, 2, 2])
  t.like(second, { timestamp: 3, rotation: 270, flip: true, displayWidth: 9, displayHeight: 5 })
  t.deepEqual(second.metadata(), { rtpTimestamp: 1 })
})

test('#dom-videoframe-clone: of a closed frame is an InvalidStateError', t => {
  const frame = countingFrame()
  frame.close()
  t.throws(() => frame.clone(), domException('InvalidStateError'))
})

test('#videoframe-interface: Symbol.dispose closes', t => {
  const frame = countingFrame()
  frame[Symbol.dispose]()
  t.true(isClosed(frame))
})

test('#videoframe-interface: ten thousand frames of one buffer can be made and closed', async t => {
  const frame = countingFrame()
  for (let i = 0; i < 10_000; i++) frame.clone().close()
  t.deepEqual(await bytesOf(frame), counting(12))
})

test('#dom-videoframe-codedrect: is a new DOMRectReadOnly each time', t => {
  const frame = countingFrame()
  t.not(frame.codedRect, frame.codedRect)
  t.deepEqual(frame.visibleRect?.toJSON(), { x: 0, y: 0, width: 4, height: 2, top: 0, right: 4, bottom: 2, left: 0 })
})

const METADATA = {
  segments: [{ type: 'eye' as const, id: 1, probability: 0.5, centerPoint: { x: 0.25, y: 0.75 } }],
  captureTime: 12.5,
  receiveTime: 13,
  rtpTimestamp: 90_000,
  backgroundBlur: { enabled: true },
}

test('#dom-videoframe-metadata: a deep copy of the registered members', t => {
  const frame = countingFrame({ metadata: { ...METADATA, mood: 'fine' } as typeof METADATA })
  t.deepEqual(frame.metadata() as unknown, METADATA)
  const copy = frame.metadata()
  if (copy.backgroundBlur) copy.backgroundBlur.enabled = false
  copy.segments?.pop()
  t.deepEqual(frame.metadata() as unknown, METADATA)
  t.deepEqual(countingFrame().metadata(), {})
})

test('#dom-videoframe-metadata: of a closed frame is an InvalidStateError', t => {
  const frame = countingFrame({ metadata: METADATA })
  frame.close()
  t.throws(() => frame.metadata(), domException('InvalidStateError'))
})

test('#dom-videoframebufferinit-metadata: members are converted by their types', t => {
  t.throws(() => countingFrame({ metadata: { captureTime: Number.NaN } }), { instanceOf: TypeError })
  t.throws(() => countingFrame({ metadata: { backgroundBlur: {} as never } }), {
    instanceOf: TypeError,
    message: /enabled/,
  })
  t.throws(() => countingFrame({ metadata: { segments: [{ type: 'ear' as never, id: 1, probability: 1 }] } }), {
    instanceOf: TypeError,
    message: /segments\[0\]\.type/,
  })
})
