// Conversions of pixels, which run on a thread of the pool.
import type { Rect } from './dictionaries/dom-rect-init.js'
import type { VideoColorSpaceInit } from './dictionaries/video-color-space-init.js'
import { toException } from './errors.js'
import type { ColoredFormat as NativeColoredFormat, NativeFrame } from './native.js'
import type { VideoPixelFormat } from './pixel-format.js'
import { nativeColorSpace } from './video-color-space.js'

/** A format, and what its samples mean. */
export interface ColoredFormat {
  format: VideoPixelFormat
  colorSpace: VideoColorSpaceInit
}

/**
 * The pixels in `rect`, read as `from`, as a frame of `to`. `from` may name the frame's own format without its alpha. The
 * frame may be released meanwhile. Rejects with a NotSupportedError for colours that cannot be converted to, and with a
 * QuotaExceededError when there is no memory.
 */
export async function convertPixels(
  frame: NativeFrame,
  rect: Rect,
  from: ColoredFormat,
  to: ColoredFormat,
  place: string,
): Promise<NativeFrame> {
  const converted = await frame.convert(rect, native(from), native(to))
  if ('kind' in converted) throw toException({ ...converted, message: `${place}: ${converted.message}` })
  return converted
}

const native = ({ format, colorSpace }: ColoredFormat): NativeColoredFormat => ({
  format,
  colorSpace: nativeColorSpace(colorSpace),
})
