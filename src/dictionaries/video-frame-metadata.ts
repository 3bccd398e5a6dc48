// https://w3c.github.io/webcodecs/video_frame_metadata_registry.html; types of https://w3c.github.io/mediacapture-extensions/
import type { Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { boolean, double, float, long, oneOf, sequence, unsignedLong } from '../webidl/primitives.js'
import { DOMRectInit } from './dom-rect-init.js'

export const Point2D = dictionary('Point2D', { x: optional(double, 0), y: optional(double, 0) })
export type Point2D = Idl<typeof Point2D>

export const SegmentType = oneOf('human-face', 'left-eye', 'right-eye', 'eye', 'mouth')
export type SegmentType = Idl<typeof SegmentType>

export const Segment = dictionary('Segment', {
  type: required(SegmentType),
  id: required(long),
  partOf: optional(long),
  probability: required(float),
  centerPoint: optional(Point2D),
  boundingBox: optional(DOMRectInit),
})
export type Segment = Idl<typeof Segment>

export const BackgroundBlur = dictionary('BackgroundBlur', { enabled: required(boolean) })
export type BackgroundBlur = Idl<typeof BackgroundBlur>

/** The registered members, but for backgroundSegmentationMask: an ImageBitmap, which these runtimes do not have. */
export const VideoFrameMetadata = dictionary('VideoFrameMetadata', {
  segments: optional(sequence(Segment)),
  /** Time of capture, in milliseconds of the global clock. */
  captureTime: optional(double),
  /** Time of reception, in milliseconds of the global clock. */
  receiveTime: optional(double),
  rtpTimestamp: optional(unsignedLong),
  backgroundBlur: optional(BackgroundBlur),
})
export type VideoFrameMetadata = Idl<typeof VideoFrameMetadata>
