// The steps of VideoFrame's allocationSize() and copyTo(): https://w3c.github.io/webcodecs/#videoframe-methods
import type { VideoColorSpaceInit } from './dictionaries/video-color-space-init.js'
import type {
  ConvertedVideoFrameCopyToOptions,
  PlaneLayout,
  PredefinedColorSpace,
} from './dictionaries/video-frame-init.js'
import { invalidStateError, notSupportedError } from './errors.js'
import { pixelFormat, type VideoPixelFormat } from './pixel-format.js'
import { type CombinedLayout, computeLayout, parseRect, verifyAlignment } from './plane-layout.js'
import { DISPLAY_P3, SRGB } from './video-color-space.js'
import { type FrameMedia, type FrameState, isOpen } from './video-frame-init.js'
import { type AllowSharedBufferSource, bytesOf } from './webidl/buffer-source.js'

type Options = ConvertedVideoFrameCopyToOptions
type Readable = FrameMedia & { readonly format: VideoPixelFormat }

/** The bytes that a destination needs. */
export function allocationSize(state: FrameState, options: Options): number {
  const place = 'VideoFrame.allocationSize()'
  return parseOptions(readable(state, place), options, place).allocationSize
}

/** Copies on this thread, as fast as memory allows; returns where the planes are. */
export function copyTo(state: FrameState, destination: AllowSharedBufferSource, options: Options): PlaneLayout[] {
  const place = 'VideoFrame.copyTo()'
  const frame = readable(state, place)
  const layout = parseOptions(frame, options, place)
  const bytes = bytesOf(destination)
  if (bytes.byteLength < layout.allocationSize) {
    throw new TypeError(`${place}: destination has ${bytes.byteLength} bytes, but needs ${layout.allocationSize}`)
  }
  if (needsConversion(frame, options)) {
    throw notSupportedError(`${place}: cannot convert ${frame.format} to ${options.format} in ${colorSpaceOf(options)}`)
  }
  frame.resource.native.copyTo(bytes, layout.planes)
  return layout.planes.map(plane => ({ offset: plane.destinationOffset, stride: plane.destinationStride }))
}

function readable(state: FrameState, place: string): Readable {
  if (!isOpen(state)) throw invalidStateError(`${place}: the VideoFrame is closed`)
  if (!hasFormat(state)) throw notSupportedError(`${place}: the frame's pixel format is none of VideoPixelFormat`)
  return state
}

const hasFormat = (frame: FrameMedia): frame is Readable => frame.format !== null

/** "Parse VideoFrameCopyToOptions". */
function parseOptions(frame: Readable, options: Options, place: string): CombinedLayout {
  const rectPlace = `${place}: options.rect`
  const rect = options.rect ? parseRect(options.rect, frame.coded, frame.format, rectPlace) : frame.visible
  verifyAlignment(rect, frame.format, rectPlace)
  if (options.format && !pixelFormat(options.format).rgb) {
    throw notSupportedError(`${place}: options.format must be an RGB format, got ${options.format}`)
  }
  return computeLayout(rect, options.format ?? frame.format, options.layout, `${place}: options.layout`)
}

/** Not needed for a format that differs by its name only, or by ignoring the alpha component. */
function needsConversion({ format, colorSpace }: Readable, options: Options): boolean {
  if (!options.format) return false
  const sameBytes = options.format === format || options.format === pixelFormat(format).opaque
  return !(sameBytes && agrees(colorSpace, PREDEFINED[colorSpaceOf(options)]))
}

const colorSpaceOf = (options: Options): PredefinedColorSpace => options.colorSpace ?? 'srgb'

const PREDEFINED: Readonly<Record<PredefinedColorSpace, VideoColorSpaceInit>> = {
  srgb: SRGB,
  'srgb-linear': { ...SRGB, transfer: 'linear' },
  'display-p3': DISPLAY_P3,
  'display-p3-linear': { ...DISPLAY_P3, transfer: 'linear' },
}

/** Whether everything that is known of the colour space is as in the target. */
function agrees(colorSpace: VideoColorSpaceInit, target: VideoColorSpaceInit): boolean {
  const keys = Object.keys(target) as (keyof VideoColorSpaceInit)[]
  return keys.every(key => (colorSpace[key] ?? target[key]) === target[key])
}
