import test from 'ava'
import type { AudioSampleFormat } from '../../index.js'
import {
  audioOf,
  bitsOfFloat,
  bufferOf,
  FORMATS,
  floatOfBits,
  isPlanar,
  planeOf,
  type SampleType,
  TYPES,
  typeOf,
} from './samples.js'

const CHANNELS = 3
const WIDTH = { u8: 8, s16: 16, s32: 32 }
const FLOATS = [
  ...[0, -0, 1, -1, 0.5, -0.5, 0.1, -0.1, 1.5, -1.5, 2, -2, 3e38, -3e38, 1e-10, -1e-10, 2 ** -149, 2 ** -130],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1 - 2 ** -24, -1 + 2 ** -24, 1 + 2 ** -23, 0.999, -0.999],
  // Ties and their neighbours, for each integer type.
  ...[8, 16, 32].flatMap(bits => {
    const step = 2 ** (1 - bits)
    const ties = [0.5, 1.5, 2.5, 63.5, 126.5, 127.5].flatMap(tie => [tie, -tie])
    return ties.flatMap(tie => [tie * step, tie * step * (1 + 2 ** -23), tie * step * (1 - 2 ** -24)])
  }),
]
const NANS = [0x7fc0_0000, 0xffc0_0001, 0x7fc1_2345, 0x7f80_0001, 0xff80_0001]
const around = (...values: number[]) => values.flatMap(value => [value - 1, value, value + 1])

/** The bits of the samples that are converted, extremes and ties among them. */
const SAMPLES: Readonly<Record<SampleType, number[]>> = {
  u8: Array.from({ length: 256 }, (_, i) => i),
  s16: [-32_768, 32_767, ...around(-32_767, -256, -128, 0, 127, 128, 255, 256, 16_384, 32_766)],
  s32: [
    ...[-(2 ** 31), 2 ** 31 - 1],
    ...around(-(2 ** 31) + 1, -(2 ** 24), -(2 ** 16), -(2 ** 15), 0, 2 ** 15, 2 ** 16, 2 ** 24, 2 ** 30, 2 ** 31 - 2),
    ...[2 ** 24 + 3, 2 ** 25 + 2, 2 ** 25 + 6, 2 ** 30 + 64, 2 ** 30 + 192, 2 ** 31 - 64, 2 ** 31 - 65, 123_456_789],
  ],
  f32: [...FLOATS.map(bitsOfFloat), ...NANS],
}

/** To the nearest integer, of two to the even one. */
function nearest(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1
  return below % 2 === 0 ? below : below + 1
}

/** What a sample of one type is in another one, bits to bits. */
function converted(bits: number, from: SampleType, to: SampleType): number {
  if (from === to) return bits
  if (from === 'f32') return integerOf(floatOfBits(bits), to as keyof typeof WIDTH)
  const value = from === 'u8' ? bits - 128 : bits
  if (to === 'f32') return bitsOfFloat(value / 2 ** (WIDTH[from] - 1))
  const shifted = Math.floor(value * 2 ** (WIDTH[to] - WIDTH[from]))
  return to === 'u8' ? shifted + 128 : shifted
}

function integerOf(value: number, to: keyof typeof WIDTH): number {
  const limit = 2 ** (WIDTH[to] - 1)
  const integer = Number.isNaN(value) ? 0 : Math.min(Math.max(nearest(value * limit), -limit), limit - 1)
  return (to === 'u8' ? integer + 128 : integer) + 0 // no negative zero
}

/** The samples in frames of `CHANNELS` channels, which are told apart by where they begin, laid out as in the format. */
function layOut(samples: number[], format: AudioSampleFormat): number[][] {
  const frames = samples.length
  const sample = (frame: number, channel: number) => samples[(frame + 7 * channel) % frames] as number
  const channels = Array.from({ length: CHANNELS }, (_, channel) => samples.map((_, frame) => sample(frame, channel)))
  if (isPlanar(format)) return channels
  return [samples.flatMap((_, frame) => channels.map(channel => channel[frame] as number))]
}

for (const from of FORMATS) {
  for (const to of FORMATS) {
    test(`#dom-audiodata-copyto: ${from} to ${to}`, t => {
      const samples = SAMPLES[typeOf(from)]
      const data = bufferOf(from, layOut(samples, from).flat())
      const init = { format: from, numberOfFrames: samples.length, numberOfChannels: CHANNELS, data }
      const audio = audioOf(init)
      const expected = layOut(
        samples.map(sample => converted(sample, typeOf(from), typeOf(to))),
        to,
      )
      const planes = expected.map((_, planeIndex) => planeOf(audio, { planeIndex, format: to }))
      t.deepEqual(planes, expected)
    })
  }
}

/** Known by heart, to hold the formulas above to. */
const LITERALS: [from: SampleType, to: SampleType, [value: number, expected: number][]][] = [
  [
    'u8',
    's16',
    [
      [0, -32_768],
      [127, -256],
      [128, 0],
      [129, 256],
      [255, 32_512],
    ],
  ],
  [
    'u8',
    's32',
    [
      [0, -2_147_483_648],
      [129, 16_777_216],
      [255, 2_130_706_432],
    ],
  ],
  [
    'u8',
    'f32',
    [
      [0, -1],
      [128, 0],
      [129, 0.0078125],
      [255, 0.9921875],
    ],
  ],
  [
    's16',
    'u8',
    [
      [-32_768, 0],
      [-1, 127],
      [0, 128],
      [255, 128],
      [256, 129],
      [32_767, 255],
    ],
  ],
  [
    's16',
    's32',
    [
      [-32_768, -2_147_483_648],
      [1, 65_536],
      [32_767, 2_147_418_112],
    ],
  ],
  [
    's16',
    'f32',
    [
      [-32_768, -1],
      [16_384, 0.5],
      [32_767, 0.999969482421875],
    ],
  ],
  [
    's32',
    'u8',
    [
      [-2_147_483_648, 0],
      [-1, 127],
      [16_777_215, 128],
      [2_147_483_647, 255],
    ],
  ],
  [
    's32',
    's16',
    [
      [-65_537, -2],
      [-1, -1],
      [65_535, 0],
      [2_147_483_647, 32_767],
    ],
  ],
  [
    's32',
    'f32',
    [
      [-2_147_483_648, -1],
      [1, 2 ** -31],
      [2_147_483_647, 1],
    ],
  ],
  [
    'f32',
    'u8',
    [
      [Number.NaN, 128],
      [0.00390625, 128],
      [0.01171875, 130],
      [1, 255],
      [-1, 0],
      [-2, 0],
    ],
  ],
  [
    'f32',
    's16',
    [
      [Number.NaN, 0],
      [0.5, 16_384],
      [-0.5 / 32_768, 0],
      [1.5 / 32_768, 2],
      [1, 32_767],
      [-9, -32_768],
    ],
  ],
  [
    'f32',
    's32',
    [
      [Number.NaN, 0],
      [0.5, 2 ** 30],
      [1, 2_147_483_647],
      [Number.NEGATIVE_INFINITY, -2_147_483_648],
    ],
  ],
]
test('#audio-samples-magnitude: an integer of n bits is itself divided by 2^(n-1)', t => {
  for (const [from, to, pairs] of LITERALS) {
    for (const [value, expected] of pairs) {
      const data = bufferOf(from, [from === 'f32' ? bitsOfFloat(value) : value])
      const audio = audioOf({ format: from, numberOfFrames: 1, numberOfChannels: 1, data })
      const [bits = 0] = planeOf(audio, { planeIndex: 0, format: to })
      t.is(to === 'f32' ? floatOfBits(bits) : bits, expected, `${value} of ${from} in ${to}`)
    }
  }
})

test('#audio-samples-magnitude: every type has silence, and stays silent in every other one', t => {
  const silence = { u8: 128, s16: 0, s32: 0, f32: 0 }
  for (const from of TYPES) {
    const audio = audioOf({
      format: from,
      numberOfFrames: 1,
      numberOfChannels: 1,
      data: bufferOf(from, [silence[from]]),
    })
    for (const to of TYPES)
      t.deepEqual(planeOf(audio, { planeIndex: 0, format: to }), [silence[to]], `${from} to ${to}`)
  }
})
