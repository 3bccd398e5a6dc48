/**
 * The formulas of docs/color.md in double precision and pixel by pixel, without tables: the judge of conversions. Written
 * from the recommendations; shares nothing with what it judges.
 */
import type { VideoColorSpaceInit, VideoPixelFormat } from '../../index.js'
import { depthOf, hasAlpha, isRgb, planeSizes, samplingOf } from './planes.js'

export type Colors = Required<{ [Key in keyof VideoColorSpaceInit]: NonNullable<VideoColorSpaceInit[Key]> }>
export type Triple = [number, number, number]
type Samples = { width: number; height: number; at(component: number, x: number, y: number): number }

export const BT709: Colors = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false }
export const SRGB: Colors = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true }
export const DISPLAY_P3: Colors = { ...SRGB, primaries: 'smpte432' }

/** Tightly packed bytes as samples by component: Y, U, V or R, G, B, then alpha. */
export function samplesOf(format: VideoPixelFormat, bytes: Uint8Array, width: number, height: number): Samples {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sizes = planeSizes(format, width, height)
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, { row, rows }) => sum + row * rows, 0))
  const size = depthOf(format) > 8 ? 2 : 1
  const at = (component: number, x: number, y: number) => {
    let [plane, place] = [component, x * size]
    if (isRgb(format)) {
      const order = format.startsWith('BGR') ? [2, 1, 0, 3] : [0, 1, 2, 3]
      ;[plane, place] = [0, 4 * x + (order[component] ?? 0)]
    } else if (format === 'NV12' && component > 0) [plane, place] = [1, 2 * x + component - 1]
    const offset = (starts[plane] ?? 0) + y * (sizes[plane]?.row ?? 0) + place
    return size === 2 ? view.getUint16(offset, true) : view.getUint8(offset)
  }
  return { width, height, at }
}

/** Where a shared sample of chroma lies, in pixels from the centre of the first one that shares it. */
export const SITINGS = {
  left: [0, 0.5],
  center: [0.5, 0.5],
  topleft: [0, 0],
  top: [0.5, 0],
  bottomleft: [0, 1],
  bottom: [0.5, 1],
} as const
export type Siting = keyof typeof SITINGS

/** Chroma at a pixel, interpolated linearly between the samples around it. */
function chromaAt(
  samples: Samples,
  component: number,
  [x, y]: [number, number],
  [subX, subY]: [number, number],
  siting: Siting,
): number {
  const columns = Math.ceil(samples.width / subX)
  const rows = Math.ceil(samples.height / subY)
  const [offsetX, offsetY] = SITINGS[siting]
  const column = subX > 1 ? (x - offsetX) / subX : x
  const row = subY > 1 ? (y - offsetY) / subY : y
  const clamped = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1)
  const [left, top] = [Math.floor(column), Math.floor(row)]
  const sample = (i: number, j: number) => samples.at(component, clamped(left + i, columns), clamped(top + j, rows))
  const [right, down] = [column - left, row - top]
  const upper = sample(0, 0) * (1 - right) + sample(1, 0) * right
  return upper * (1 - down) + (sample(0, 1) * (1 - right) + sample(1, 1) * right) * down
}

const WEIGHTS = {
  bt709: [0.2126, 0.0722],
  bt470bg: [0.299, 0.114],
  smpte170m: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
} as const

/** Black (or grey) and the distance from it to white, in samples. */
function rangeOf(depth: number, fullRange: boolean, chroma: boolean): [number, number] {
  const unit = 2 ** (depth - 8)
  if (fullRange) return [chroma ? 128 * unit : 0, 2 ** depth - 1]
  return chroma ? [128 * unit, 224 * unit] : [16 * unit, 219 * unit]
}

function toSignal(format: string, colors: Colors, [y, u, v]: Triple): Triple {
  const scaled = (sample: number, chroma: boolean) => {
    const [zero, steps] = rangeOf(depthOf(format), colors.fullRange, chroma)
    return (sample - zero) / steps
  }
  if (isRgb(format)) return [scaled(y, false), scaled(u, false), scaled(v, false)]
  if (colors.matrix === 'rgb') return [scaled(v, false), scaled(y, false), scaled(u, false)]
  const [red, blue] = WEIGHTS[colors.matrix]
  const [luma, cb, cr] = [scaled(y, false), scaled(u, true), scaled(v, true)]
  const r = luma + 2 * (1 - red) * cr
  const b = luma + 2 * (1 - blue) * cb
  return [r, (luma - red * r - blue * b) / (1 - red - blue), b]
}

/** Samples from a signal, not rounded. */
function fromSignal(format: string, colors: Colors, [r, g, b]: Triple): Triple {
  const scaled = (signal: number, chroma: boolean) => {
    const [zero, steps] = rangeOf(depthOf(format), colors.fullRange, chroma)
    return signal * steps + zero
  }
  if (isRgb(format)) return [scaled(r, false), scaled(g, false), scaled(b, false)]
  if (colors.matrix === 'rgb') return [scaled(g, false), scaled(b, false), scaled(r, false)]
  const [red, blue] = WEIGHTS[colors.matrix]
  const luma = red * r + (1 - red - blue) * g + blue * b
  const chroma = [(b - luma) / (2 * (1 - blue)), (r - luma) / (2 * (1 - red))] as const
  return [scaled(luma, false), scaled(chroma[0], true), scaled(chroma[1], true)]
}

/** The samples of R, G and B from 0 to 1 in a format, rounded and clipped to its depth. */
export function levelsOf(format: string, colors: Partial<Colors>, signal: Triple): number[] {
  const most = 2 ** depthOf(format) - 1
  return fromSignal(format, { ...BT709, ...colors }, signal).map(sample =>
    Math.min(Math.max(Math.round(sample), 0), most),
  )
}

const clip = (value: number) => Math.min(Math.max(value, 0), 1)

function lightOf(transfer: Colors['transfer'], signal: number): number {
  switch (transfer) {
    case 'linear':
      return signal
    case 'pq': {
      const power = signal ** (1 / 78.84375)
      return (
        ((10000 / 203) * Math.max(power - 0.8359375, 0) ** (1 / 0.1593017578125)) /
        (18.8515625 - 18.6875 * power) ** (1 / 0.1593017578125)
      )
    }
    case 'hlg':
      return signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
    default:
      return signal <= 0.04045 ? signal / 12.92 : ((signal + 0.055) / 1.055) ** 2.4
  }
}

function signalOf(transfer: Colors['transfer'], light: number): number {
  if (transfer === 'linear') return light
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055
}

/** Rows of published matrices to XYZ (D65). */
const XYZ = {
  bt709: [
    [0.4123908, 0.3575843, 0.1804808],
    [0.212639, 0.7151687, 0.0721923],
    [0.0193308, 0.1191948, 0.9505322],
  ],
  bt470bg: [
    [0.4305538, 0.3415498, 0.1783523],
    [0.2220043, 0.7066548, 0.0713409],
    [0.0201822, 0.1295534, 0.9393222],
  ],
  bt2020: [
    [0.636958, 0.1446169, 0.168881],
    [0.2627002, 0.6779981, 0.0593017],
    [0, 0.0280727, 1.0609851],
  ],
  smpte432: [
    [0.4865709, 0.2656677, 0.1982173],
    [0.2289746, 0.6917385, 0.0792869],
    [0, 0.0451134, 1.0439444],
  ],
} as const

const lighted = (primaries: Colors['primaries']) => XYZ[primaries === 'smpte170m' ? 'bt709' : primaries]

const determinant = ([a, b, c]: readonly (readonly number[])[]): number => {
  const [[a0 = 0, a1 = 0, a2 = 0], [b0 = 0, b1 = 0, b2 = 0], [c0 = 0, c1 = 0, c2 = 0]] = [a ?? [], b ?? [], c ?? []]
  return a0 * (b1 * c2 - b2 * c1) - a1 * (b0 * c2 - b2 * c0) + a2 * (b0 * c1 - b1 * c0)
}

/** Solves `to * x = from * light` by Cramer's rule. */
function between(from: Colors['primaries'], to: Colors['primaries'], light: Triple): Triple {
  const xyz = lighted(from).map(row => row[0] * light[0] + row[1] * light[1] + row[2] * light[2])
  const matrix = lighted(to)
  const replaced = (column: number) =>
    matrix.map((row, i) => row.map((value, j) => (j === column ? (xyz[i] ?? 0) : value)))
  const whole = determinant(matrix)
  return [0, 1, 2].map(column => determinant(replaced(column)) / whole) as Triple
}

/** The reference white tone mapping: the shoulder found by bisection along the curve. */
function toneMapped(light: number): number {
  const peak = 1000 / 203
  if (light <= 1) return light / 2
  if (light >= peak) return 1
  const bezier = (t: number, start: number, middle: number, end: number) =>
    (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t ** 2 * end
  let [low, high] = [0, 1]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (bezier(middle, 1, 0.35 + 0.65 * 2, peak) < light) low = middle
    else high = middle
  }
  return bezier(low, 0.5, 0.35 * 0.5 + 0.65, 1)
}

function standard(transfer: Colors['transfer'], light: Triple): Triple {
  const luma = 0.2627 * light[0] + 0.678 * light[1] + 0.0593 * light[2]
  const gain = transfer === 'hlg' ? (1000 / 203) * Math.max(luma, 0) ** 0.2 : 1
  const shown = light.map(value => value * gain) as Triple
  const brightest = Math.max(...shown)
  return brightest > 0 ? (shown.map(value => (value * toneMapped(brightest)) / brightest) as Triple) : shown
}

const group = (transfer: Colors['transfer']) => (/^(linear|pq|hlg)$/.test(transfer) ? transfer : 'display')

/** The signal of `to` from that of `from`; not clipped where the light is the same. */
function otherLight(from: Colors, to: Colors, signal: Triple): Triple {
  const same = lighted(from.primaries) === lighted(to.primaries) && group(from.transfer) === group(to.transfer)
  if (same) return signal
  let light = signal.map(value => lightOf(from.transfer, clip(value))) as Triple
  let { primaries } = from
  if (from.transfer === 'pq' || from.transfer === 'hlg') {
    light = standard(from.transfer, between(primaries, 'bt2020', light))
    primaries = 'bt2020'
  }
  return between(primaries, to.primaries, light).map(value => signalOf(to.transfer, clip(value))) as Triple
}

/** Components of `to` at every pixel (chroma not yet made sparse), not rounded nor clipped; alpha from 0 to 1. */
export function converted(
  samples: Samples,
  from: { format: VideoPixelFormat; colors: Colors },
  to: { format: VideoPixelFormat; colors: Colors },
  siting: Siting = 'left',
): { at(component: number, x: number, y: number): number } {
  const sampling = samplingOf(from.format)
  const whole = 2 ** depthOf(from.format) - 1
  const pixels: number[][] = []
  for (let y = 0; y < samples.height; y++) {
    for (let x = 0; x < samples.width; x++) {
      const chroma = (i: number) => chromaAt(samples, i, [x, y], sampling, siting)
      const signal = toSignal(from.format, from.colors, [samples.at(0, x, y), chroma(1), chroma(2)])
      const alpha = hasAlpha(from.format) ? samples.at(3, x, y) / whole : 1
      pixels.push([...fromSignal(to.format, to.colors, otherLight(from.colors, to.colors, signal)), alpha])
    }
  }
  return { at: (component, x, y) => pixels[y * samples.width + x]?.[component] ?? Number.NaN }
}
