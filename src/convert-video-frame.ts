// An addition to the specification, whose copyTo() converts to RGB formats only.
import { type ColoredFormat, convertPixels } from './conversion.js'
import type { VideoColorSpaceInit } from './dictionaries/video-color-space-init.js'
import { type ConvertedConvertVideoFrameOptions, ConvertVideoFrameOptions } from './dictionaries/video-frame-init.js'
import { invalidStateError, notSupportedError } from './errors.js'
import { pixelFormat } from './pixel-format.js'
import { verifyAlignment } from './plane-layout.js'
import { Resource } from './resource.js'
import { REC709, SRGB, VideoColorSpace } from './video-color-space.js'
import { frameOf, mediaOf, type VideoFrame, type VideoFrameArgument, videoFrame } from './video-frame.js'
import type { FrameMedia } from './video-frame-init.js'

const PLACE = 'convertVideoFrame()'

/**
 * A new frame of the visible pixels of `frame` in another format, and in other colours when asked to: any
 * VideoPixelFormat into any other, by the formulas of docs/color.md. The work is done on a thread of the pool; `frame` is
 * left as it is and may be closed meanwhile. Timestamp, duration, display size, rotation, flip and metadata are the
 * frame's. Close the result when done.
 *
 * Rejects with an InvalidStateError when `frame` is closed; with a NotSupportedError when its pixels are in no
 * VideoPixelFormat, and for light that would have to be converted into that of "pq" or "hlg"; with a TypeError for
 * options that are none.
 */
export async function convertVideoFrame(
  frame: VideoFrameArgument,
  options: ConvertVideoFrameOptions,
): Promise<VideoFrame> {
  const source = videoFrame(frame, `${PLACE}: frame`)
  const converted = ConvertVideoFrameOptions(options, `${PLACE}: options`)
  const media = mediaOf(source) // after the options, as a getter of theirs may close the frame
  if (!media) throw invalidStateError(`${PLACE}: the VideoFrame is closed`)
  const { format, colorSpace, visible, resource } = media
  if (!format) throw notSupportedError(`${PLACE}: the frame's pixel format is none of VideoPixelFormat`)
  verifyAlignment(visible, format, `${PLACE}: the frame's visibleRect`)
  const from = { format, colorSpace }
  const target = targetOf(from, converted)
  const pixels = await convertPixels(resource.native, visible, from, target, PLACE)
  const { width, height } = visible
  const state: FrameMedia = {
    ...media,
    resource: new Resource(pixels),
    format: target.format,
    coded: { width, height },
    visible: { x: 0, y: 0, width, height },
    colorSpace: new VideoColorSpace(target.colorSpace),
  }
  return frameOf(state)
}

function targetOf(source: ColoredFormat, { format, colorSpace }: ConvertedConvertVideoFrameOptions): ColoredFormat {
  const { rgb } = pixelFormat(format)
  const usual = rgb === pixelFormat(source.format).rgb ? source.colorSpace : rgb ? SRGB : REC709
  const asked: VideoColorSpaceInit = {
    primaries: colorSpace?.primaries ?? usual.primaries ?? null,
    transfer: colorSpace?.transfer ?? usual.transfer ?? null,
    matrix: colorSpace?.matrix ?? usual.matrix ?? null,
    fullRange: colorSpace?.fullRange ?? usual.fullRange ?? null,
  }
  if (rgb && (colorSpace?.matrix ?? 'rgb') !== 'rgb') {
    throw new TypeError(`${PLACE}: options.colorSpace.matrix must be rgb for ${format}, got ${colorSpace?.matrix}`)
  }
  return { format, colorSpace: asked }
}
