import test from 'ava'
import type { AudioDataCopyToOptions } from '../../index.js'
import { detachedBuffer } from '../support/planes.js'
import { audioOf, planeOf } from './samples.js'

/** Frames 0 to 3 of two channels; the samples of the second one are greater by 100. */
const INTERLEAVED = Uint8Array.of(0, 100, 1, 101, 2, 102, 3, 103)
const PLANAR = Uint8Array.of(0, 1, 2, 3, 100, 101, 102, 103)
const interleaved = () => audioOf({ data: INTERLEAVED })
const planar = () => audioOf({ format: 'u8-planar', data: PLANAR })

const CASES: [string, AudioDataCopyToOptions, number[]][] = [
  ['everything', { planeIndex: 0, format: 'u8' }, [...INTERLEAVED]],
  ['the first channel', { planeIndex: 0, format: 'u8-planar' }, [0, 1, 2, 3]],
  ['the second channel', { planeIndex: 1, format: 'u8-planar' }, [100, 101, 102, 103]],
  ['from frameOffset on', { planeIndex: 0, frameOffset: 3, format: 'u8' }, [3, 103]],
  ['frameCount frames', { planeIndex: 0, frameCount: 2, format: 'u8' }, [0, 100, 1, 101]],
  ['frames in the middle', { planeIndex: 0, frameOffset: 1, frameCount: 2, format: 'u8' }, [1, 101, 2, 102]],
  [
    'frames in the middle of a channel',
    { planeIndex: 1, frameOffset: 1, frameCount: 2, format: 'u8-planar' },
    [101, 102],
  ],
  ['no frames', { planeIndex: 0, frameCount: 0, format: 'u8' }, []],
  ['no frames of a channel', { planeIndex: 1, frameOffset: 3, frameCount: 0, format: 'u8-planar' }, []],
  ['converted frames', { planeIndex: 0, frameOffset: 2, format: 's16' }, [2, 102, 3, 103].map(v => (v - 128) << 8)],
  ['converted frames of a channel', { planeIndex: 1, frameOffset: 3, format: 's32-planar' }, [(103 - 128) << 24]],
]
for (const [what, options, expected] of CASES) {
  test(`#dom-audiodata-copyto: ${what}, from interleaved and planar samples alike`, t => {
    t.deepEqual(planeOf(interleaved(), options), expected)
    t.deepEqual(planeOf(planar(), options), expected)
  })
}

test('#dom-audiodatacopytooptions-format: is by default that of the AudioData', t => {
  t.deepEqual(planeOf(interleaved(), { planeIndex: 0 }), [...INTERLEAVED])
  t.deepEqual(planeOf(planar(), { planeIndex: 1 }), [100, 101, 102, 103])
})

test('#dom-audiodata-allocationsize: bytes of the destination format, of a plane or of all channels', t => {
  for (const audio of [interleaved(), planar()]) {
    t.is(audio.allocationSize({ planeIndex: 0, format: 's16' }), 16)
    t.is(audio.allocationSize({ planeIndex: 1, format: 'f32-planar' }), 16)
    t.is(audio.allocationSize({ planeIndex: 0, format: 's32', frameOffset: 1, frameCount: 2 }), 16)
    t.is(audio.allocationSize({ planeIndex: 1, format: 'u8-planar', frameOffset: 3 }), 1)
  }
})

test('#dom-audiodata-copyto: writes into any buffer or view, at any alignment, and leaves the rest', t => {
  const options = { planeIndex: 0, frameCount: 1, format: 's16-planar' } as const
  const expected = [...new Uint8Array(Int16Array.of(-128 << 8).buffer)]
  const destinations = [
    (buffer: ArrayBufferLike) => new Uint8Array(buffer, 1),
    (buffer: ArrayBufferLike) => new DataView(buffer, 1, 2),
  ]
  for (const view of destinations) {
    for (const buffer of [new ArrayBuffer(5), new SharedArrayBuffer(5)]) {
      new Uint8Array(buffer).fill(9)
      t.is(planar().copyTo(view(buffer), options), undefined)
      t.deepEqual([...new Uint8Array(buffer)], [9, ...expected, 9, 9])
    }
  }
})

const OUT_OF_RANGE: [string, AudioDataCopyToOptions][] = [
  ['a second plane of an interleaved format', { planeIndex: 1, format: 'u8' }],
  ['a plane for each channel and one more', { planeIndex: 2, format: 'u8-planar' }],
  ['the largest planeIndex', { planeIndex: 2 ** 32 - 1, format: 'f32-planar' }],
  ['a frameOffset at the end', { planeIndex: 0, frameOffset: 4, format: 'u8' }],
  ['a frameOffset at the end, with nothing to copy', { planeIndex: 0, frameOffset: 4, frameCount: 0, format: 'u8' }],
  ['the largest frameOffset', { planeIndex: 0, frameOffset: 2 ** 32 - 1, format: 'u8' }],
  ['more frames than there are', { planeIndex: 0, frameCount: 5, format: 'u8' }],
  ['more frames than are left', { planeIndex: 0, frameOffset: 1, frameCount: 4, format: 'u8' }],
  ['frames that would wrap around', { planeIndex: 0, frameOffset: 1, frameCount: 2 ** 32 - 1, format: 'u8' }],
]
for (const [what, options] of OUT_OF_RANGE) {
  test(`#compute-copy-element-count: ${what} is a RangeError`, t => {
    for (const audio of [interleaved(), planar()]) {
      t.throws(() => audio.allocationSize(options), { instanceOf: RangeError })
      t.throws(() => audio.copyTo(new Uint8Array(64), options), { instanceOf: RangeError })
    }
  })
}

test('#dom-audiodata-copyto: a destination that is too small or detached is a RangeError and stays as it was', t => {
  const destination = new Uint8Array(7).fill(9)
  t.throws(() => interleaved().copyTo(destination, { planeIndex: 0 }), { instanceOf: RangeError, message: /7.*8/ })
  t.deepEqual([...destination], Array(7).fill(9))
  t.throws(() => interleaved().copyTo(new Uint8Array(8), { planeIndex: 0, format: 's16' }), { instanceOf: RangeError })
  t.throws(() => planar().copyTo(detachedBuffer(), { planeIndex: 0 }), { instanceOf: RangeError })
  t.notThrows(() => planar().copyTo(detachedBuffer(), { planeIndex: 0, frameCount: 0 }))
})

test('#dom-audiodata-copyto: a destination that an option detaches is a RangeError', t => {
  const destination = new Uint8Array(64)
  const options = {
    get planeIndex() {
      structuredClone(null, { transfer: [destination.buffer] })
      return 0
    },
  }
  t.throws(() => planar().copyTo(destination, options), { instanceOf: RangeError })
})

const WRONG: [string, unknown[]][] = [
  ['no arguments', []],
  ['no options', [new Uint8Array(8)]],
  ['no planeIndex', [new Uint8Array(8), {}]],
  ['a format that is none', [new Uint8Array(8), { planeIndex: 0, format: 'f64' }]],
  ['a negative planeIndex', [new Uint8Array(8), { planeIndex: -1 }]],
  ['a destination that is an array', [[0, 0, 0, 0], { planeIndex: 0 }]],
]
for (const [what, args] of WRONG) {
  test(`#dom-audiodata-copyto: ${what} is a TypeError`, t => {
    const audio = planar()
    t.throws(() => Reflect.apply(audio.copyTo, audio, args), { instanceOf: TypeError })
  })
}
