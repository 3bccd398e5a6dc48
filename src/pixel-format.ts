// https://w3c.github.io/webcodecs/#pixel-format
import type { Idl } from './webidl/converter.js'
import { oneOf } from './webidl/primitives.js'

/** One plane of a format. */
export interface Plane {
  /** Bytes of one sample, or of one group of interleaved samples. */
  sampleBytes: number
  /** Pixels that share a sample, horizontally. */
  sampleWidth: number
  /** Pixels that share a sample, vertically. */
  sampleHeight: number
}

export interface PixelFormat {
  planes: readonly Plane[]
  rgb: boolean
  /** The same format without an alpha component; itself when it has none. */
  opaque: VideoPixelFormat
}

const FORMATS = {
  I420: planar('I420', 2, 2, 1),
  I420P10: planar('I420P10', 2, 2, 2),
  I420P12: planar('I420P12', 2, 2, 2),
  I420A: withAlpha('I420', 2, 2, 1),
  I420AP10: withAlpha('I420P10', 2, 2, 2),
  I420AP12: withAlpha('I420P12', 2, 2, 2),
  I422: planar('I422', 2, 1, 1),
  I422P10: planar('I422P10', 2, 1, 2),
  I422P12: planar('I422P12', 2, 1, 2),
  I422A: withAlpha('I422', 2, 1, 1),
  I422AP10: withAlpha('I422P10', 2, 1, 2),
  I422AP12: withAlpha('I422P12', 2, 1, 2),
  I444: planar('I444', 1, 1, 1),
  I444P10: planar('I444P10', 1, 1, 2),
  I444P12: planar('I444P12', 1, 1, 2),
  I444A: withAlpha('I444', 1, 1, 1),
  I444AP10: withAlpha('I444P10', 1, 1, 2),
  I444AP12: withAlpha('I444P12', 1, 1, 2),
  NV12: { planes: [plane(1), plane(2, 2, 2)], rgb: false, opaque: 'NV12' },
  RGBA: packed('RGBX'),
  RGBX: packed('RGBX'),
  BGRA: packed('BGRX'),
  BGRX: packed('BGRX'),
} as const

export const VideoPixelFormat = oneOf(...(Object.keys(FORMATS) as (keyof typeof FORMATS)[]))
export type VideoPixelFormat = Idl<typeof VideoPixelFormat>

export const pixelFormat = (format: VideoPixelFormat): PixelFormat => FORMATS[format]

function plane(sampleBytes: number, sampleWidth = 1, sampleHeight = 1): Plane {
  return { sampleBytes, sampleWidth, sampleHeight }
}

function planar<Name extends string>(opaque: Name, width: number, height: number, bytes: number) {
  const chroma = plane(bytes, width, height)
  return { planes: [plane(bytes), chroma, chroma], rgb: false, opaque }
}

function withAlpha<Name extends string>(opaque: Name, width: number, height: number, bytes: number) {
  const { planes } = planar(opaque, width, height, bytes)
  return { planes: [...planes, plane(bytes)], rgb: false, opaque }
}

function packed<Name extends string>(opaque: Name) {
  return { planes: [plane(4)], rgb: true, opaque }
}
