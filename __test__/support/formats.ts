import { VideoFrame, type VideoFrameBufferInit } from '../../index.js'
import { planeSizes } from './planes.js'

/** The planar formats without alpha that streams have, by the ffmpeg program's name of them. */
export const PLANAR = {
  I420: { pixFmt: 'yuv420p', bits: 8 },
  I422: { pixFmt: 'yuv422p', bits: 8 },
  I444: { pixFmt: 'yuv444p', bits: 8 },
  I420P10: { pixFmt: 'yuv420p10le', bits: 10 },
  I422P10: { pixFmt: 'yuv422p10le', bits: 10 },
  I444P10: { pixFmt: 'yuv444p10le', bits: 10 },
  I420P12: { pixFmt: 'yuv420p12le', bits: 12 },
  I422P12: { pixFmt: 'yuv422p12le', bits: 12 },
  I444P12: { pixFmt: 'yuv444p12le', bits: 12 },
} as const

export type PlanarName = keyof typeof PLANAR

const [WIDTH, HEIGHT] = [64, 48]

/** Samples in bytes, in one or two each as the format has them. */
export function toBytes(format: PlanarName, samples: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return PLANAR[format].bits === 8 ? Uint8Array.from(samples) : new Uint8Array(Uint16Array.from(samples).buffer)
}

export function toSamples(format: PlanarName, bytes: Uint8Array): ArrayLike<number> {
  if (PLANAR[format].bits === 8) return bytes
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

/** Of 64 x 48 pixels: a gradient over most of the limited range in every plane, which moves with `step`: all samples, plane after plane. */
export function gradient(format: PlanarName, step = 0): Uint16Array {
  const unit = 2 ** (PLANAR[format].bits - 8)
  const planes = planeSizes(format, WIDTH, HEIGHT).map(({ width, rows: height }, plane) =>
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
export function sampleFrame(
  format: PlanarName,
  samples: ArrayLike<number>,
  init: Partial<VideoFrameBufferInit> = {},
): VideoFrame {
  return new VideoFrame(toBytes(format, samples), {
    format,
    codedWidth: WIDTH,
    codedHeight: HEIGHT,
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
