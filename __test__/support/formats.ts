import { VideoFrame, type VideoFrameBufferInit } from '../../index.js'

/** The planar formats without alpha that streams have, by the ffmpeg program's name of them. */
export const PLANAR = {
  I420: { pixFmt: 'yuv420p', bits: 8, subX: 2, subY: 2 },
  I422: { pixFmt: 'yuv422p', bits: 8, subX: 2, subY: 1 },
  I444: { pixFmt: 'yuv444p', bits: 8, subX: 1, subY: 1 },
  I420P10: { pixFmt: 'yuv420p10le', bits: 10, subX: 2, subY: 2 },
  I422P10: { pixFmt: 'yuv422p10le', bits: 10, subX: 2, subY: 1 },
  I444P10: { pixFmt: 'yuv444p10le', bits: 10, subX: 1, subY: 1 },
  I420P12: { pixFmt: 'yuv420p12le', bits: 12, subX: 2, subY: 2 },
  I422P12: { pixFmt: 'yuv422p12le', bits: 12, subX: 2, subY: 1 },
  I444P12: { pixFmt: 'yuv444p12le', bits: 12, subX: 1, subY: 1 },
} as const

export type PlanarName = keyof typeof PLANAR

interface Size {
  width: number
  height: number
}

const DEFAULT_SIZE = { width: 64, height: 48 }

/** Widths and heights of the three planes. */
export function planeSizes(format: PlanarName, { width, height }: Size = DEFAULT_SIZE): Size[] {
  const { subX, subY } = PLANAR[format]
  const chroma = { width: Math.ceil(width / subX), height: Math.ceil(height / subY) }
  return [{ width, height }, chroma, chroma]
}

/** Samples in bytes, in one or two each as the format has them. */
export function toBytes(format: PlanarName, samples: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return PLANAR[format].bits === 8 ? Uint8Array.from(samples) : new Uint8Array(Uint16Array.from(samples).buffer)
}

export function toSamples(format: PlanarName, bytes: Uint8Array): ArrayLike<number> {
  if (PLANAR[format].bits === 8) return bytes
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

/** A gradient over most of the limited range in every plane, which moves with `step`: all samples, plane after plane. */
export function gradient(format: PlanarName, step = 0, size: Size = DEFAULT_SIZE): Uint16Array {
  const unit = 2 ** (PLANAR[format].bits - 8)
  const planes = planeSizes(format, size).map(({ width, height }, plane) =>
    Uint16Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [(i % width) / width, Math.floor(i / width) / height]
      const across = [x, y, 1 - x][plane] ?? 0
      const down = [y, x, y][plane] ?? 0
      return unit * (30 + 4 * step) + Math.round(170 * unit * (0.5 * across + 0.5 * down))
    }),
  )
  return Uint16Array.from(planes.flatMap(plane => [...plane]))
}

/** A frame of those samples. */
export function frameOf(
  format: PlanarName,
  samples: ArrayLike<number>,
  init: Partial<VideoFrameBufferInit> = {},
): VideoFrame {
  const { width, height } = DEFAULT_SIZE
  return new VideoFrame(toBytes(format, samples), {
    format,
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
    ...init,
  })
}

/** Of samples of that many bits, in decibels. */
export function psnr(one: ArrayLike<number>, other: ArrayLike<number>, bits: number): number {
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += ((one[i] ?? 0) - (other[i] ?? 0)) ** 2
  return 10 * Math.log10((2 ** bits - 1) ** 2 / (sum / one.length))
}

/** How many different values there are. */
export const distinct = (samples: ArrayLike<number>, count: number): number =>
  new Set(Array.from({ length: count }, (_, i) => samples[i])).size
