// https://w3c.github.io/webcodecs/#video-encoder-config, with the extensions of the AVC and HEVC registrations
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { boolean, domString, double, enforceRange, nullable, oneOf, unsignedShort } from '../webidl/primitives.js'
import { AlphaOption, HardwareAcceleration, isCodecGiven } from './codec-options.js'

export const LatencyMode = oneOf('quality', 'realtime')
export type LatencyMode = Idl<typeof LatencyMode>

export const VideoEncoderBitrateMode = oneOf('constant', 'variable', 'quantizer')
export type VideoEncoderBitrateMode = Idl<typeof VideoEncoderBitrateMode>

export const AvcBitstreamFormat = oneOf('annexb', 'avc')
export type AvcBitstreamFormat = Idl<typeof AvcBitstreamFormat>

export const AvcEncoderConfig = dictionary('AvcEncoderConfig', {
  /** "avc": length-prefixed units, parameter sets in the description. "annexb": start codes, parameter sets in the stream. */
  format: optional(AvcBitstreamFormat, 'avc'),
})
export type AvcEncoderConfig = Idl<typeof AvcEncoderConfig>

export const HevcBitstreamFormat = oneOf('annexb', 'hevc')
export type HevcBitstreamFormat = Idl<typeof HevcBitstreamFormat>

export const HevcEncoderConfig = dictionary('HevcEncoderConfig', {
  /** "hevc": length-prefixed units, parameter sets in the description. "annexb": start codes, parameter sets in the stream. */
  format: optional(HevcBitstreamFormat, 'hevc'),
})
export type HevcEncoderConfig = Idl<typeof HevcEncoderConfig>

export const VideoEncoderConfig = dictionary('VideoEncoderConfig', {
  /** Codec string as its registration has it, e.g. "avc1.42001f", "vp09.00.10.08", "av01.0.04M.08". */
  codec: required(domString),
  /** Width of the encoded video in pixels; frames of another size are scaled. */
  width: required(enforceRange.unsignedLong),
  /** Height of the encoded video in pixels; frames of another size are scaled. */
  height: required(enforceRange.unsignedLong),
  /** Intended display width in pixels. Default: `width`. */
  displayWidth: optional(enforceRange.unsignedLong),
  /** Intended display height in pixels. Default: `height`. */
  displayHeight: optional(enforceRange.unsignedLong),
  /** Average bits per second. */
  bitrate: optional(enforceRange.unsignedLongLong),
  /** Expected frames per second. */
  framerate: optional(double),
  hardwareAcceleration: optional(HardwareAcceleration, 'no-preference'),
  /** Whether to keep the alpha channel of frames. */
  alpha: optional(AlphaOption, 'discard'),
  /** Scalability mode of WebRTC-SVC: "L1T1", or "L1T2" and "L1T3" for VP8 and VP9. */
  scalabilityMode: optional(domString),
  bitrateMode: optional(VideoEncoderBitrateMode, 'variable'),
  /** "realtime": one chunk out for each frame in, without waiting for later frames. */
  latencyMode: optional(LatencyMode, 'quality'),
  /** A hint of mst-content-hint, e.g. "motion". Never makes a configuration unsupported. */
  contentHint: optional(domString),
  avc: optional(AvcEncoderConfig),
  hevc: optional(HevcEncoderConfig),
})
export type VideoEncoderConfig = Idl<typeof VideoEncoderConfig>
export type ConvertedVideoEncoderConfig = Converted<typeof VideoEncoderConfig>

/** What makes the config no valid VideoEncoderConfig (https://w3c.github.io/webcodecs/#valid-videoencoderconfig), if anything. */
export function videoEncoderConfigFault(config: VideoEncoderConfig): string | undefined {
  if (!isCodecGiven(config.codec)) return 'codec is empty'
  if (config.width === 0 || config.height === 0) return 'width and height must not be 0'
  if (config.displayWidth === 0 || config.displayHeight === 0) return 'displayWidth and displayHeight must not be 0'
  return undefined
}

const Quantizer = { quantizer: optional(nullable(unsignedShort)) }

export const VideoEncoderEncodeOptionsForAvc = dictionary('VideoEncoderEncodeOptionsForAvc', Quantizer)
export type VideoEncoderEncodeOptionsForAvc = Idl<typeof VideoEncoderEncodeOptionsForAvc>

export const VideoEncoderEncodeOptionsForHevc = dictionary('VideoEncoderEncodeOptionsForHevc', Quantizer)
export type VideoEncoderEncodeOptionsForHevc = Idl<typeof VideoEncoderEncodeOptionsForHevc>

export const VideoEncoderEncodeOptionsForVp9 = dictionary('VideoEncoderEncodeOptionsForVp9', Quantizer)
export type VideoEncoderEncodeOptionsForVp9 = Idl<typeof VideoEncoderEncodeOptionsForVp9>

export const VideoEncoderEncodeOptionsForAv1 = dictionary('VideoEncoderEncodeOptionsForAv1', Quantizer)
export type VideoEncoderEncodeOptionsForAv1 = Idl<typeof VideoEncoderEncodeOptionsForAv1>

export const VideoEncoderEncodeOptions = dictionary('VideoEncoderEncodeOptions', {
  /** Whether the frame must become a key frame. */
  keyFrame: optional(boolean, false),
  /**
   * With bitrateMode "quantizer", for this frame and those after it that have none: 0 to 51; more is a TypeError.
   * https://w3c.github.io/webcodecs/avc_codec_registration.html#avc-encode-options
   */
  avc: optional(VideoEncoderEncodeOptionsForAvc),
  /**
   * With bitrateMode "quantizer", for this frame and those after it that have none: 0 to 51; more is a TypeError.
   * https://w3c.github.io/webcodecs/hevc_codec_registration.html#hevc-encode-options
   */
  hevc: optional(VideoEncoderEncodeOptionsForHevc),
  /**
   * With bitrateMode "quantizer", for this frame and those after it that have none: 0 to 63, on the scale of libvpx; more
   * counts as 63. The coder goes no further than 59, and 55 in key frames.
   * https://w3c.github.io/webcodecs/vp9_codec_registration.html#vp9-encode-options
   */
  vp9: optional(VideoEncoderEncodeOptionsForVp9),
  /**
   * Without effect, as no coder of AV1 follows it: bitrateMode "quantizer" is unsupported there.
   * https://w3c.github.io/webcodecs/av1_codec_registration.html#av1-encode-options
   */
  av1: optional(VideoEncoderEncodeOptionsForAv1),
})
export type VideoEncoderEncodeOptions = Idl<typeof VideoEncoderEncodeOptions>
