import test from 'ava'
import { AudioData, type AudioDataInit } from '../../index.js'
import { exception } from '../support/exception.js'
import { detachedBuffer } from '../support/planes.js'
import { audioOf, FORMATS, planeOf, typeOf } from './samples.js'

const typeError = { instanceOf: TypeError } as const
const BYTES = { u8: 1, s16: 2, s32: 4, f32: 4 }

for (const format of FORMATS) {
  test(`#dom-audiodata-audiodata: takes exactly the bytes of ${format}, or more`, t => {
    const size = 5 * 3 * BYTES[typeOf(format)]
    const init = { format, sampleRate: 44_100, numberOfFrames: 5, numberOfChannels: 3, timestamp: -9 }
    for (const length of [size, size + 1]) {
      const audio = audioOf({ ...init, data: new ArrayBuffer(length) })
      const { sampleRate, numberOfFrames, numberOfChannels, timestamp } = audio
      t.deepEqual({ format: audio.format, sampleRate, numberOfFrames, numberOfChannels, timestamp }, init)
    }
    t.throws(() => audioOf({ ...init, data: new ArrayBuffer(size - 1) }), {
      instanceOf: TypeError,
      message: new RegExp(`${size - 1} bytes.*${size}`),
    })
  })
}

test('#dom-audiodata-audiodata: data may be any buffer or view, at any alignment, and is copied', t => {
  const bytes = Uint8Array.of(9, 1, 0, 2, 0, 9)
  const init = { format: 's16', numberOfFrames: 2, numberOfChannels: 1 } as const
  for (const data of [bytes.subarray(1), new DataView(bytes.buffer, 1), bytes.buffer.slice(1)]) {
    const audio = audioOf({ ...init, data })
    const before = [...bytes]
    bytes.fill(0)
    t.deepEqual(planeOf(audio, { planeIndex: 0 }), [1, 2])
    bytes.set(before)
  }
})

const INVALID: [string, object | undefined][] = [
  ['no frames', { numberOfFrames: 0 }],
  ['no channels', { numberOfChannels: 0 }],
  ['a sample rate of 0', { sampleRate: 0 }],
  ['a negative sample rate', { sampleRate: -48_000 }],
  ['a sample rate that is no number', { sampleRate: Number.NaN }],
  ['an infinite sample rate', { sampleRate: Number.POSITIVE_INFINITY }],
  ['a sample rate beyond the floats', { sampleRate: 1e39 }],
  ['a sample rate that is 0 as a float', { sampleRate: 1e-60 }],
  ['a timestamp beyond the integers', { timestamp: 2 ** 53 }],
  ['a format that is none', { format: 's24' }],
  ['a missing format', { format: undefined }],
  ['missing data', { data: undefined }],
  ['data that is an array', { data: [0, 0, 0, 0, 0, 0, 0, 0] }],
  ['detached data', { data: detachedBuffer() }],
  ['a view of detached data', { data: viewOfDetached() }],
  ['a SharedArrayBuffer', { data: new SharedArrayBuffer(8) }],
  ['a view of a SharedArrayBuffer', { data: new Uint8Array(new SharedArrayBuffer(8)) }],
  ['a resizable buffer', { data: Reflect.construct(ArrayBuffer, [8, { maxByteLength: 16 }]) }],
  ['a transfer of a SharedArrayBuffer', { transfer: [new SharedArrayBuffer(8)] }],
]
for (const [what, init] of INVALID) {
  test(`#dom-audiodata-audiodata: ${what} is a TypeError`, t => {
    t.throws(() => audioOf(init as Partial<AudioDataInit>), typeError)
  })
}

function viewOfDetached(): Uint8Array {
  const view = new Uint8Array(8)
  structuredClone(null, { transfer: [view.buffer] })
  return view
}

const LARGEST = 2 ** 32 - 1
const HOSTILE: [string, Partial<AudioDataInit>][] = [
  ['2^32 bytes', { format: 'f32', numberOfFrames: 2 ** 30, numberOfChannels: 1 }],
  ['2^32 frames of all channels', { format: 'u8', numberOfFrames: 2 ** 16, numberOfChannels: 2 ** 16 }],
  ['2^53 bytes', { format: 's16', numberOfFrames: 2 ** 31, numberOfChannels: 2 ** 21 }],
  ['2^64 bytes', { format: 's32-planar', numberOfFrames: 2 ** 31, numberOfChannels: 2 ** 31 }],
  ['the largest numbers', { format: 'f32-planar', numberOfFrames: LARGEST, numberOfChannels: LARGEST }],
]
for (const [what, init] of HOSTILE) {
  test(`#valid-audiodatainit: too little data for ${what} is a TypeError`, t => {
    for (const data of [new Uint8Array(), new Uint8Array(64)]) t.throws(() => audioOf({ ...init, data }), typeError)
  })
}

test('#dom-audiodata-audiodata: any channel count and sample rate above 0 will do', t => {
  t.is(audioOf({ numberOfChannels: 70_000, numberOfFrames: 1, data: new Uint8Array(70_000) }).numberOfChannels, 70_000)
  t.is(audioOf({ sampleRate: 44_100.7 }).sampleRate, Math.fround(44_100.7))
  for (const sampleRate of [2 ** -149, 0.5, 2 ** 100]) t.is(audioOf({ sampleRate }).sampleRate, sampleRate)
})

const DURATIONS: [frames: number, rate: number, microseconds: number][] = [
  [1024, 44_100, 23_219],
  [1, 48_000, 20],
  [3, 44_100, 68],
  [1, 384_000, 2],
  [48_000, 48_000, 1_000_000],
  [1, 2_000_000, 0],
  [1, 0.5, 2_000_000],
  // What frames / rate * 1e6 makes 125124.99999999999 of.
  [1001, 8000, 125_125],
]
for (const [numberOfFrames, sampleRate, expected] of DURATIONS) {
  test(`#dom-audiodata-duration: ${numberOfFrames} frames at ${sampleRate} Hz last ${expected} whole microseconds`, t => {
    const init = { numberOfFrames, sampleRate, numberOfChannels: 1, data: new Uint8Array(numberOfFrames) }
    t.is(audioOf(init).duration, expected)
  })
}

test('#dom-audiodatainit-transfer: detaches the buffers, also those that are not the data', t => {
  const [data, other] = [new Uint8Array(8).fill(7), new ArrayBuffer(1)]
  const audio = audioOf({ data, transfer: [data.buffer, other] })
  t.deepEqual([data.byteLength, other.byteLength], [0, 0])
  t.deepEqual(planeOf(audio, { planeIndex: 0 }), Array(8).fill(7))
})

test('#dom-audiodatainit-transfer: duplicates and detached buffers are a DataCloneError', t => {
  const data = new Uint8Array(8)
  t.throws(() => audioOf({ data, transfer: [data.buffer, data.buffer] }), exception('DataCloneError'))
  t.throws(() => audioOf({ data, transfer: [detachedBuffer()] }), exception('DataCloneError'))
  t.is(data.byteLength, 8)
})

test('#dom-audiodata-audiodata: an invalid init detaches nothing and comes before the faults of transfer', t => {
  const data = new Uint8Array(7)
  t.throws(() => audioOf({ data, transfer: [data.buffer] }), typeError)
  t.throws(() => audioOf({ data, transfer: [data.buffer, data.buffer] }), typeError)
  t.is(data.byteLength, 7)
})

test('#dom-audiodata-clone: shares the samples until the last one is closed', t => {
  const audio = audioOf({ timestamp: 3, sampleRate: 8000 })
  const clone = audio.clone()
  const second = clone.clone()
  audio.close()
  audio.close()
  clone.close()
  t.true(second instanceof AudioData)
  t.deepEqual(planeOf(second, { planeIndex: 0 }), [0, 1, 2, 3, 4, 5, 6, 7])
  const { format, sampleRate, numberOfFrames, numberOfChannels, timestamp } = second
  t.deepEqual([format, sampleRate, numberOfFrames, numberOfChannels, timestamp], ['u8', 8000, 4, 2, 3])
})

const CLOSE: [string, (audio: AudioData) => void][] = [
  ['#close-audiodata', audio => audio.close()],
  ['#audiodata-interface: Symbol.dispose', audio => audio[Symbol.dispose]()],
]
for (const [what, close] of CLOSE) {
  test(`${what}: clears the attributes, but for the timestamp`, t => {
    const audio = audioOf({ timestamp: 3 })
    close(audio)
    t.notThrows(() => close(audio))
    const { format, sampleRate, numberOfFrames, numberOfChannels, duration, timestamp } = audio
    t.deepEqual([format, sampleRate, numberOfFrames, numberOfChannels, duration, timestamp], [null, 0, 0, 0, 0, 3])
  })
}

test('#audiodata-interface: members of closed AudioData throw an InvalidStateError, after converting arguments', t => {
  const audio = audioOf()
  const options = {
    get planeIndex() {
      audio.close()
      return 5
    },
  }
  t.throws(() => audio.copyTo(new Uint8Array(), options), exception('InvalidStateError'))
  t.throws(() => audio.allocationSize(options), exception('InvalidStateError'))
  t.throws(() => audio.clone(), exception('InvalidStateError'))
  t.throws(() => audio.allocationSize({} as never), typeError)
})

test('#audiodata-interface: ten thousand AudioData can be made, cloned and closed', t => {
  const audio = audioOf()
  for (let i = 0; i < 10_000; i++) {
    audio.clone().close()
    audioOf({ timestamp: i }).close()
  }
  t.deepEqual(planeOf(audio, { planeIndex: 0 }), [0, 1, 2, 3, 4, 5, 6, 7])
})
