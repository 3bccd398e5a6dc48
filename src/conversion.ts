// Conversions of pixels, which run on a thread of the pool.
import type { Rect } from './dictionaries/dom-rect-init.js'
import type { VideoColorSpaceInit } from './dictionaries/video-color-space-init.js'
import { toException } from './errors.js'
import type { NativeFrame } from './native.js'
import type { VideoPixelFormat } from './pixel-format.js'
import { nativeColorSpace } from './video-color-space.js'

/** A format, and what its samples mean. */
export interface Target {
  format: VideoPixelFormat
  colorSpace: VideoColorSpaceInit
}

/**
 * The pixels in `rect`, of which the colours are `colorSpace`, as a frame of the target. The frame may be released
 * meanwhile. Rejects with a NotSupportedError for a target that cannot be converted to, and with a QuotaExceededError
 * when there is no memory.
 */
export async function convertPixels(
  frame: NativeFrame,
  rect: Rect,
  colorSpace: VideoColorSpaceInit,
  target: Target,
  place: string,
): Promise<NativeFrame> {
  const nativeTarget = { format: target.format, colorSpace: nativeColorSpace(target.colorSpace) }
  const converted = await frame.convert(rect, nativeColorSpace(colorSpace), nativeTarget)
  if ('kind' in converted) throw toException({ ...converted, message: `${place}: ${converted.message}` })
  return converted
}
