// The steps of VideoFrame's allocationSize() and copyTo(): https://w3c.github.io/webcodecs/#videoframe-methods
import { type ColoredFormat, convertPixels } from './conversion.js'
import type { Rect } from './dictionaries/dom-rect-init.js'
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

/** Copies on this thread, as fast as memory allows; converts before on another one. Gives where the planes are. */
export function copyTo(
  state: FrameState,
  destination: AllowSharedBufferSource,
  options: Options,
): PlaneLayout[] | Promise<PlaneLayout[]> {
  const place = 'VideoFrame.copyTo()'
  const frame = readable(state, place)
  const layout = parseOptions(frame, options, place)
  const bytes = bytesOf(destination)
  if (bytes.byteLength < layout.allocationSize) {
    throw new TypeError(`${place}: destination has ${bytes.byteLength} bytes, but needs ${layout.allocationSize}`)
  }
  const target = targetOf(options)
  if (target && needsConversion(frame, target)) {
    return copyConverted(frame, target, rectOf(frame, options, place), destination, layout, place)
  }
  frame.resource.native.copyTo(bytes, layout.planes)
  return layoutsOf(layout)
}

/** "Convert to RGB frame", and copies that one. Nobody else sees it. */
async function copyConverted(
  frame: Readable,
  target: ColoredFormat,
  rect: Rect,
  destination: AllowSharedBufferSource,
  layout: CombinedLayout,
  place: string,
): Promise<PlaneLayout[]> {
  const converted = await convertPixels(frame.resource.native, rect, frame, target, place)
  try {
    const bytes = bytesOf(destination) // as it is now: JavaScript ran meanwhile
    if (bytes.byteLength < layout.allocationSize) {
      throw new TypeError(`${place}: destination was detached or shrunk while the pixels were converted`)
    }
    const whole = computeLayout({ ...rect, x: 0, y: 0 }, target.format, layoutsOf(layout), place)
    converted.copyTo(bytes, whole.planes)
    return layoutsOf(layout)
  } finally {
    converted.release()
  }
}

const layoutsOf = (layout: CombinedLayout): PlaneLayout[] =>
  layout.planes.map(plane => ({ offset: plane.destinationOffset, stride: plane.destinationStride }))

function readable(state: FrameState, place: string): Readable {
  if (!isOpen(state)) throw invalidStateError(`${place}: the VideoFrame is closed`)
  if (!hasFormat(state)) throw notSupportedError(`${place}: the frame's pixel format is none of VideoPixelFormat`)
  return state
}

const hasFormat = (frame: FrameMedia): frame is Readable => frame.format !== null

/** "Parse VideoFrameCopyToOptions". */
function parseOptions(frame: Readable, options: Options, place: string): CombinedLayout {
  const rect = rectOf(frame, options, place)
  if (options.format && !pixelFormat(options.format).rgb) {
    throw notSupportedError(
      `${place}: options.format must be an RGB format, got ${options.format}: convertVideoFrame() converts to others`,
    )
  }
  if (options.format && !targetOf(options)) {
    throw notSupportedError(`${place}: options.colorSpace must be srgb or display-p3, got ${options.colorSpace}`)
  }
  return computeLayout(rect, options.format ?? frame.format, options.layout, `${place}: options.layout`)
}

/** "Parse Visible Rect". */
function rectOf(frame: Readable, options: Options, place: string): Rect {
  const context = `${place}: options.rect`
  const rect = options.rect ? parseRect(options.rect, frame.coded, frame.format, context) : frame.visible
  verifyAlignment(rect, frame.format, context)
  return rect
}

/** What the options convert to; undefined when they name no format, or a colour space that the spec has no use for. */
function targetOf({ format, colorSpace = 'srgb' }: Options): ColoredFormat | undefined {
  const predefined = PREDEFINED[colorSpace]
  return format && predefined && { format, colorSpace: predefined }
}

/** "Convert PredefinedColorSpace to VideoColorSpace". The linear ones are not among those that the spec asserts. */
const PREDEFINED: Readonly<Partial<Record<PredefinedColorSpace, VideoColorSpaceInit>>> = {
  srgb: SRGB,
  'display-p3': DISPLAY_P3,
}

/** Not needed for a format that differs by its name only, or by ignoring the alpha component. */
function needsConversion(frame: Readable, { format, colorSpace }: ColoredFormat): boolean {
  const sameBytes = format === frame.format || format === pixelFormat(frame.format).opaque
  return !(sameBytes && agrees(frame.colorSpace, colorSpace))
}

/** Whether everything that is known of the colour space is as in the target. */
function agrees(colorSpace: VideoColorSpaceInit, target: VideoColorSpaceInit): boolean {
  const keys = Object.keys(target) as (keyof VideoColorSpaceInit)[]
  return keys.every(key => (colorSpace[key] ?? target[key]) === target[key])
}
