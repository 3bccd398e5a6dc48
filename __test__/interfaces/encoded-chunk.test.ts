import test from 'ava'
import { EncodedAudioChunk, type EncodedAudioChunkInit, EncodedVideoChunk } from '../../index.js'
import { exception } from '../support/exception.js'
import { detachedBuffer } from '../support/planes.js'

for (const [Chunk, Other] of [
  [EncodedVideoChunk, EncodedAudioChunk],
  [EncodedAudioChunk, EncodedVideoChunk],
] as const) {
  const anchor = `#dom-${Chunk.name.toLowerCase()}`
  const least = { type: 'key', timestamp: 0, data: Uint8Array.of(1, 2, 3) } as const
  const chunkOf = (init: Partial<EncodedAudioChunkInit> = {}) => new Chunk({ ...least, ...init })
  const copyOf = (chunk: EncodedAudioChunk) => {
    const bytes = new Uint8Array(chunk.byteLength)
    chunk.copyTo(bytes)
    return [...bytes]
  }

  test(`${anchor}-${Chunk.name.toLowerCase()}: attributes are those of the init`, t => {
    const chunk = chunkOf({ type: 'delta', timestamp: -7, duration: 33 })
    t.deepEqual([chunk.type, chunk.timestamp, chunk.duration, chunk.byteLength], ['delta', -7, 33, 3])
    t.is(chunkOf().duration, null)
    t.is(chunkOf({ duration: 0 }).duration, 0)
  })

  test(`${anchor}-${Chunk.name.toLowerCase()}: copies the data of any buffer or view`, t => {
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

  const invalid: [string, unknown][] = [
    ['no init', undefined],
    ['no type', { ...least, type: undefined }],
    ['no timestamp', { ...least, timestamp: undefined }],
    ['no data', { ...least, data: undefined }],
    ['an unknown type', { ...least, type: 'KEY' }],
    ['a timestamp beyond the integers', { ...least, timestamp: 2 ** 53 }],
    ['a negative duration', { ...least, duration: -1 }],
    ['data that is an array', { ...least, data: [1] }],
  ]
  for (const [what, init] of invalid) {
    test(`${anchor}-${Chunk.name.toLowerCase()}: ${what} is a TypeError`, t => {
      t.throws(() => Reflect.construct(Chunk, [init]), { instanceOf: TypeError })
    })
  }

  test(`${anchor}init-transfer: detaches`, t => {
    const data = Uint8Array.of(1, 2, 3)
    const chunk = chunkOf({ data, transfer: [data.buffer] })
    t.is(data.byteLength, 0)
    t.deepEqual(copyOf(chunk), [1, 2, 3])
  })

  test(`${anchor}init-transfer: duplicates and detached buffers are a DataCloneError`, t => {
    const data = Uint8Array.of(1, 2, 3)
    t.throws(() => chunkOf({ data, transfer: [data.buffer, data.buffer] }), exception('DataCloneError'))
    t.throws(() => chunkOf({ data, transfer: [detachedBuffer()] }), exception('DataCloneError'))
    t.is(data.byteLength, 3)
  })

  test(`${anchor}-copyto: leaves what the chunk does not fill`, t => {
    const destination = new Uint8Array(6).fill(9)
    t.is(chunkOf().copyTo(destination.subarray(1)), undefined)
    t.deepEqual([...destination], [9, 1, 2, 3, 9, 9])
    const shared = new SharedArrayBuffer(3)
    chunkOf().copyTo(shared)
    t.deepEqual([...new Uint8Array(shared)], [1, 2, 3])
  })

  test(`${anchor}-copyto: a destination that is too small, detached or none is a TypeError`, t => {
    const chunk = chunkOf()
    t.throws(() => chunk.copyTo(new Uint8Array(2)), { instanceOf: TypeError, message: /3 bytes/ })
    t.throws(() => chunk.copyTo(detachedBuffer()), { instanceOf: TypeError })
    t.throws(() => chunkOf({ data: new Uint8Array() }).copyTo(detachedBuffer()), { instanceOf: TypeError })
    t.throws(() => chunk.copyTo(undefined as never), { instanceOf: TypeError })
  })

  test(`webidl #dfn-create-operation-function: ${Chunk.name} takes no ${Other.name} for its own`, t => {
    const other = new Other(least)
    t.false(other instanceof Chunk)
    t.throws(() => Chunk.prototype.copyTo.call(other, new Uint8Array(3)), { instanceOf: TypeError })
    t.throws(() => Reflect.get(Chunk.prototype, 'byteLength', other), { instanceOf: TypeError })
  })
}
