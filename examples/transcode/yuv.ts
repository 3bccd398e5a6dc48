/** Planar YUV to small RGB pictures, with the matrix and the range that the frame names. */
import { type Picture, picture } from './picture.js'

export interface YuvImage {
  /** One of WebCodecs' YUV pixel formats. */
  format: string
  /** Visible size in pixels. */
  width: number
  height: number
  data: Uint8Array
  /** Where the planes lie in `data`, in bytes. */
  layout: readonly { offset: number; stride: number }[]
  /** Undefined: BT.709 from 720 lines on, else BT.601. */
  matrix?: string | undefined
  fullRange: boolean
}

/** One colour component of an image: where its samples are, and how many pixels share one. */
interface Component {
  plane: number
  /** Distance between samples and index of the first, in samples. */
  step: number
  first: number
  /** log2 of the pixels per sample across and down. */
  shiftX: number
  shiftY: number
}

/** Weights of red and blue in luma. */
const WEIGHTS: Record<string, readonly [red: number, blue: number]> = {
  bt709: [0.2126, 0.0722],
  bt470bg: [0.299, 0.114],
  smpte170m: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
}

const SUBSAMPLING: Record<string, readonly [x: number, y: number]> = { '420': [1, 1], '422': [1, 0], '444': [0, 0] }

function componentsOf(format: string): { bits: number; components: Component[] } | undefined {
  const luma = { plane: 0, step: 1, first: 0, shiftX: 0, shiftY: 0 }
  if (format === 'NV12') {
    const chroma = { plane: 1, step: 2, shiftX: 1, shiftY: 1 }
    return { bits: 8, components: [luma, { ...chroma, first: 0 }, { ...chroma, first: 1 }] }
  }
  const [, sampling = '', bits = '8'] = /^I(420|422|444)A?(?:P(10|12))?$/.exec(format) ?? []
  const shifts = SUBSAMPLING[sampling]
  if (!shifts) return undefined
  const chroma = { step: 1, first: 0, shiftX: shifts[0], shiftY: shifts[1] }
  return { bits: Number(bits), components: [luma, { ...chroma, plane: 1 }, { ...chroma, plane: 2 }] }
}

/**
 * Scales an image down to `width` x `height` by averaging, and converts it to RGB.
 * Returns undefined for a format that is not YUV.
 */
export function toPicture(image: YuvImage, width: number, height: number): Picture | undefined {
  const format = componentsOf(image.format)
  if (!format) return undefined
  const [y, u, v] = format.components.map(each => averages(image, each, format.bits, width, height))
  const convert = converter(image, format.bits)
  const to = picture(width, height)
  for (let i = 0; i < width * height; i++) {
    // Clamped and rounded by the array.
    to.data.set(convert(y?.[i] ?? 0, u?.[i] ?? 0, v?.[i] ?? 0), i * 4)
  }
  return to
}

/** The mean of the samples that each output pixel covers. */
function averages(image: YuvImage, component: Component, bits: number, width: number, height: number): Float64Array {
  const { offset, stride } = image.layout[component.plane] ?? { offset: 0, stride: 0 }
  const { step, first, shiftX, shiftY } = component
  const bytes = bits > 8 ? 2 : 1
  const view = new DataView(image.data.buffer, image.data.byteOffset, image.data.byteLength)
  const across = spans(Math.ceil(image.width / 2 ** shiftX), width)
  const down = spans(Math.ceil(image.height / 2 ** shiftY), height)
  const means = new Float64Array(width * height)
  let at = 0
  for (const [top, bottom] of down) {
    for (const [left, right] of across) {
      let sum = 0
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const position = offset + y * stride + (x * step + first) * bytes
          sum += bytes === 1 ? view.getUint8(position) : view.getUint16(position, true)
        }
      }
      means[at++] = sum / ((bottom - top) * (right - left))
    }
  }
  return means
}

/** Divides `size` samples among `count` pixels: for each the first sample and the one after the last, at least one. */
function spans(size: number, count: number): [from: number, to: number][] {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.min(size - 1, Math.floor((i * size) / count))
    return [from, Math.max(from + 1, Math.floor(((i + 1) * size) / count))]
  })
}

type Convert = (y: number, u: number, v: number) => [red: number, green: number, blue: number]

function converter({ matrix, height, fullRange }: YuvImage, bits: number): Convert {
  const unit = 2 ** (bits - 8)
  const full = 2 ** bits - 1
  const [black, lumaRange, chromaRange] = fullRange ? [0, full, full] : [16 * unit, 219 * unit, 224 * unit]
  const luma = (sample: number) => ((sample - black) / lumaRange) * 255
  const chroma = (sample: number) => ((sample - 128 * unit) / chromaRange) * 255
  if (matrix === 'rgb') return (g, b, r) => [luma(r), luma(g), luma(b)]
  const [kr, kb] = WEIGHTS[matrix ?? ''] ?? WEIGHTS[height >= 720 ? 'bt709' : 'smpte170m'] ?? [0, 0]
  const kg = 1 - kr - kb
  return (sampleY, sampleU, sampleV) => {
    const y = luma(sampleY)
    const u = chroma(sampleU) * 2
    const v = chroma(sampleV) * 2
    const red = y + (1 - kr) * v
    const blue = y + (1 - kb) * u
    return [red, (y - kr * red - kb * blue) / kg, blue]
  }
}
