// https://w3c.github.io/webcodecs/#videoframe-interface and https://w3c.github.io/webcodecs/#videoframe-copyto-options
import { VideoPixelFormat } from '../pixel-format.js'
import { arrayBuffer } from '../webidl/buffer-source.js'
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { boolean, double, enforceRange, longLong, oneOf, sequence, unsignedLongLong } from '../webidl/primitives.js'
import { AlphaOption } from './codec-options.js'
import { DOMRectInit } from './dom-rect-init.js'
import { VideoColorSpaceInit } from './video-color-space-init.js'
import { VideoFrameMetadata } from './video-frame-metadata.js'

export const PlaneLayout = dictionary('PlaneLayout', {
  /** Where the plane starts, in bytes. */
  offset: required(enforceRange.unsignedLong),
  /** Bytes from one row to the next. */
  stride: required(enforceRange.unsignedLong),
})
export type PlaneLayout = Idl<typeof PlaneLayout>

/** For a frame that is made from another one. */
export const VideoFrameInit = dictionary('VideoFrameInit', {
  /** Presentation duration in microseconds. Default: that of the image. */
  duration: optional(unsignedLongLong),
  /** Presentation time in microseconds. Default: that of the image. */
  timestamp: optional(longLong),
  /** "discard" relabels the format as the equivalent opaque one. */
  alpha: optional(AlphaOption, 'keep'),
  /** Crops, within the coded size of the image. */
  visibleRect: optional(DOMRectInit),
  /** Degrees clockwise, rounded to a multiple of 90, in addition to the rotation of the image. */
  rotation: optional(double, 0),
  /** Whether to flip horizontally, in addition to the flip of the image. */
  flip: optional(boolean, false),
  /** Pixels. Default: the visible width in the pixel aspect ratio of the image. */
  displayWidth: optional(enforceRange.unsignedLong),
  /** Pixels. Default: the visible height in the pixel aspect ratio of the image. */
  displayHeight: optional(enforceRange.unsignedLong),
  metadata: optional(VideoFrameMetadata),
})
export type VideoFrameInit = Idl<typeof VideoFrameInit>
export type ConvertedVideoFrameInit = Converted<typeof VideoFrameInit>

/** For a frame that is made from bytes. */
export const VideoFrameBufferInit = dictionary('VideoFrameBufferInit', {
  format: required(VideoPixelFormat),
  /** Width in pixels of the image in the bytes. */
  codedWidth: required(enforceRange.unsignedLong),
  /** Height in pixels of the image in the bytes. */
  codedHeight: required(enforceRange.unsignedLong),
  /** Presentation time in microseconds; may be negative. */
  timestamp: required(enforceRange.longLong),
  /** Presentation duration in microseconds. */
  duration: optional(enforceRange.unsignedLongLong),
  /** Where each plane lies in the bytes. Default: one after the other, without padding. */
  layout: optional(sequence(PlaneLayout)),
  /** Default: the coded size. */
  visibleRect: optional(DOMRectInit),
  /** Degrees clockwise, rounded to a multiple of 90. */
  rotation: optional(double, 0),
  /** Whether the frame is flipped horizontally when rendered. */
  flip: optional(boolean, false),
  /** Pixels. Default: the visible width, or with a quarter turn the visible height. */
  displayWidth: optional(enforceRange.unsignedLong),
  /** Pixels. Default: the visible height, or with a quarter turn the visible width. */
  displayHeight: optional(enforceRange.unsignedLong),
  /** Default: sRGB for RGB formats, otherwise BT.709. */
  colorSpace: optional(VideoColorSpaceInit),
  /** Buffers to detach. */
  transfer: optional(sequence(arrayBuffer), []),
  metadata: optional(VideoFrameMetadata),
})
export type VideoFrameBufferInit = Idl<typeof VideoFrameBufferInit>
export type ConvertedVideoFrameBufferInit = Converted<typeof VideoFrameBufferInit>

// https://html.spec.whatwg.org/multipage/canvas.html#predefinedcolorspace
export const PredefinedColorSpace = oneOf('srgb', 'srgb-linear', 'display-p3', 'display-p3-linear')
export type PredefinedColorSpace = Idl<typeof PredefinedColorSpace>

export const VideoFrameCopyToOptions = dictionary('VideoFrameCopyToOptions', {
  /** The pixels to copy, within the coded size. Default: the visible rectangle. */
  rect: optional(DOMRectInit),
  /** Where to put each plane. Default: one after the other, without padding. */
  layout: optional(sequence(PlaneLayout)),
  /** An RGB format to convert to. Default: the format of the frame. */
  format: optional(VideoPixelFormat),
  /** Colour space to convert to when `format` is given. Default: "srgb". */
  colorSpace: optional(PredefinedColorSpace),
})
export type VideoFrameCopyToOptions = Idl<typeof VideoFrameCopyToOptions>
export type ConvertedVideoFrameCopyToOptions = Converted<typeof VideoFrameCopyToOptions>

/** For convertVideoFrame(), an addition to the specification. */
export const ConvertVideoFrameOptions = dictionary('ConvertVideoFrameOptions', {
  /** The format to convert to. */
  format: required(VideoPixelFormat),
  /**
   * The colours to convert to. What it leaves open is as in the frame when both formats are RGB or neither is, else as
   * in sRGB for RGB formats and as in BT.709 (limited range) for the others.
   */
  colorSpace: optional(VideoColorSpaceInit),
})
export type ConvertVideoFrameOptions = Idl<typeof ConvertVideoFrameOptions>
export type ConvertedConvertVideoFrameOptions = Converted<typeof ConvertVideoFrameOptions>
