/** WebCodecs for server-side JavaScript: https://w3c.github.io/webcodecs/ */
export type { CodecState } from './codec-control.js'
export type {
  EncodedVideoChunkMetadata,
  EncodedVideoChunkOutputCallback,
  SvcOutputMetadata,
  VideoDecoderInit,
  VideoDecoderSupport,
  VideoEncoderInit,
  VideoEncoderSupport,
  VideoFrameOutputCallback,
  WebCodecsErrorCallback,
} from './dictionaries/codec-init.js'
export type { AlphaOption, HardwareAcceleration } from './dictionaries/codec-options.js'
export type { DOMRectInit } from './dictionaries/dom-rect-init.js'
export type { EncodedVideoChunkInit, EncodedVideoChunkType } from './dictionaries/encoded-chunk-init.js'
export type {
  VideoColorPrimaries,
  VideoColorSpaceInit,
  VideoMatrixCoefficients,
  VideoTransferCharacteristics,
} from './dictionaries/video-color-space-init.js'
export type { VideoDecoderConfig } from './dictionaries/video-decoder-config.js'
export type {
  AvcBitstreamFormat,
  AvcEncoderConfig,
  HevcBitstreamFormat,
  HevcEncoderConfig,
  LatencyMode,
  VideoEncoderBitrateMode,
  VideoEncoderConfig,
  VideoEncoderEncodeOptions,
  VideoEncoderEncodeOptionsForAv1,
  VideoEncoderEncodeOptionsForAvc,
  VideoEncoderEncodeOptionsForHevc,
  VideoEncoderEncodeOptionsForVp9,
} from './dictionaries/video-encoder-config.js'
export type {
  PlaneLayout,
  PredefinedColorSpace,
  VideoFrameBufferInit,
  VideoFrameCopyToOptions,
  VideoFrameInit,
} from './dictionaries/video-frame-init.js'
export type {
  BackgroundBlur,
  Point2D,
  Segment,
  SegmentType,
  VideoFrameMetadata,
} from './dictionaries/video-frame-metadata.js'
export { DOMRectReadOnly } from './dom-rect.js'
export { EncodedVideoChunk } from './encoded-video-chunk.js'
export type { VideoPixelFormat } from './pixel-format.js'
export { VideoColorSpace } from './video-color-space.js'
export { VideoDecoder } from './video-decoder.js'
export { VideoEncoder } from './video-encoder.js'
export { VideoFrame } from './video-frame.js'
export type { AllowSharedBufferSource } from './webidl/buffer-source.js'
