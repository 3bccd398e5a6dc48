import test from 'ava'
import { EncodedVideoChunk, type EncodedVideoChunkInit, VideoEncoder, VideoFrame } from '../../index.js'
import { detachedBuffer, domException, frameOf } from './planes.js'

const chunkOf = (init: Partial<EncodedVideoChunkInit> = {}) =>
  new EncodedVideoChunk({ type: 'key', timestamp: 0, data: Uint8Array.of(1, 2, 3), ...init })

function copyOf(chunk: EncodedVideoChunk): number[] {
  const bytes = new Uint8Array(chunk.byteLength)
  chunk.copyTo(bytes)
  return [...bytes]
}

test('#encodedvideochunk-interface: attributes are those of the init', t => {
  const chunk = chunkOf({ type: 'delta', timestamp: -7, duration: 33 })
  t.deepEqual([chunk.type, chunk.timestamp, chunk.duration, chunk.byteLength], ['delta', -7, 33, 3])
  t.is(chunkOf().duration, null)
  t.is(chunkOf({ duration: 0 }).duration, 0)
})

test('#dom-encodedvideochunk-encodedvideochunk: copies the data of any buffer or view', t => {
  const data = Uint8Array.of(9, 1, 2, 9)
  const chunk = chunkOf({ data: data.subarray(1, 3) })
  data.fill(0)
  t.deepEqual(copyOf(chunk), [1, 2])
  const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(5)
  t.deepEqual(copyOf(chunkOf({ data: shared })), [5, 5])
  t.deepEqual(copyOf(chunkOf({ data: shared.buffer })), [5, 5])
  t.deepEqual(copyOf(chunkOf({ data: new DataView(Uint8Array.of(4, 5).buffer, 1) })), [5])
  t.deepEqual(copyOf(chunkOf({ data: new ArrayBuffer(0) })), [])
})

const INVALID: [string, unknown][] = [
  ['no init', undefined],
  ['no type', { timestamp: 0, data: new Uint8Array(1) }],
  ['no timestamp', { type: 'key', data: new Uint8Array(1) }],
  ['no data', { type: 'key', timestamp: 0 }],
  ['an unknown type', { type: 'KEY', timestamp: 0, data: new Uint8Array(1) }],
  ['a timestamp beyond the integers', { type: 'key', timestamp: 2 ** 53, data: new Uint8Array(1) }],
  ['a negative duration', { type: 'key', timestamp: 0, duration: -1, data: new Uint8Array(1) }],
  ['data that is an array', { type: 'key', timestamp: 0, data: [1] }],
]
for (const [what, init] of INVALID) {
  test(`#dom-encodedvideochunk-encodedvideochunk: ${what} is a TypeError`, t => {
    t.throws(() => Reflect.construct(EncodedVideoChunk, [init]), { instanceOf: TypeError })
  })
}

test('#dom-encodedvideochunkinit-transfer: detaches', t => {
  const data = Uint8Array.of(1, 2, 3)
  const chunk = chunkOf({ data, transfer: [data.buffer] })
  t.is(data.byteLength, 0)
  t.deepEqual(copyOf(chunk), [1, 2, 3])
})

test('#dom-encodedvideochunkinit-transfer: duplicates and detached buffers are a DataCloneError', t => {
  const data = Uint8Array.of(1, 2, 3)
  const dataCloneError = domException('DataCloneError')
  t.throws(() => chunkOf({ data, transfer: [data.buffer, data.buffer] }), dataCloneError)
  t.throws(() => chunkOf({ data, transfer: [detachedBuffer()] }), dataCloneError)
  t.is(data.byteLength, 3)
})

test('#dom-encodedvideochunk-copyto: leaves what the chunk does not fill', t => {
  const destination = new Uint8Array(6).fill(9)
  t.is(chunkOf().copyTo(destination.subarray(1)), undefined)
  t.deepEqual([...destination], [9, 1, 2, 3, 9, 9])
  const shared = new SharedArrayBuffer(3)
  chunkOf().copyTo(shared)
  t.deepEqual([...new Uint8Array(shared)], [1, 2, 3])
})

test('#dom-encodedvideochunk-copyto: a destination that is too small, detached or none is a TypeError', t => {
  const chunk = chunkOf()
  t.throws(() => chunk.copyTo(new Uint8Array(2)), { instanceOf: TypeError, message: /3 bytes/ })
  t.throws(() => chunk.copyTo(detachedBuffer()), { instanceOf: TypeError })
  t.throws(() => chunkOf({ data: new Uint8Array() }).copyTo(detachedBuffer()), { instanceOf: TypeError })
  t.throws(() => chunk.copyTo(undefined as never), { instanceOf: TypeError })
})

test('#output-encodedvideochunks: a timestamp that only VideoFrameInit takes comes out as it went in', async t => {
  const timestamps: number[] = []
  const output = (chunk: EncodedVideoChunk) => timestamps.push(chunk.timestamp)
  const encoder = new VideoEncoder({ output, error: error => t.fail(error.message) })
  encoder.configure({ codec: 'vp8', width: 16, height: 16, latencyMode: 'realtime' })
  const frame = frameOf({ codedWidth: 16, codedHeight: 16 })
  const extremes = [-(2 ** 63), 2 ** 53 + 2]
  for (const timestamp of extremes) encoder.encode(new VideoFrame(frame, { timestamp }))
  await encoder.flush()
  encoder.close()
  t.deepEqual(timestamps, extremes)
})
