/** WebCodecs for server-side JavaScript: https://w3c.github.io/webcodecs/ */
export { AudioData } from './audio-data.js'
export { AudioDecoder } from './audio-decoder.js'
export { AudioEncoder } from './audio-encoder.js'
export {
  type AudioCoderInfo,
  type BuildInfo,
  type ContentHintInfo,
  type FfmpegInfo,
  type FormatInfo,
  getBuildInfo,
  type VideoDecoderInfo,
  type VideoEncoderInfo,
  type VideoProfileInfo,
} from './build-info.js'
export type { CodecState } from './codec-control.js'
export { convertVideoFrame } from './convert-video-frame.js'
export type { AudioDataCopyToOptions, AudioDataInit } from './dictionaries/audio-data-init.js'
export type { AudioDecoderConfig } from './dictionaries/audio-decoder-config.js'
export type {
  AacBitstreamFormat,
  AacEncoderConfig,
  AudioEncoderConfig,
  BitrateMode,
  FlacEncoderConfig,
  OpusApplication,
  OpusBitstreamFormat,
  OpusEncoderConfig,
  OpusSignal,
} from './dictionaries/audio-encoder-config.js'
export type {
  AudioDataOutputCallback,
  AudioDecoderInit,
  AudioDecoderSupport,
  AudioEncoderInit,
  AudioEncoderSupport,
  EncodedAudioChunkMetadata,
  EncodedAudioChunkOutputCallback,
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
export type {
  EncodedAudioChunkInit,
  EncodedAudioChunkType,
  EncodedVideoChunkInit,
  EncodedVideoChunkType,
} from './dictionaries/encoded-chunk-init.js'
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
  ConvertVideoFrameOptions,
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
export { EncodedAudioChunk } from './encoded-audio-chunk.js'
export { EncodedVideoChunk } from './encoded-video-chunk.js'
export { mergeAlpha } from './merge-alpha.js'
export type { VideoPixelFormat } from './pixel-format.js'
export type { AudioSampleFormat } from './sample-format.js'
export { VideoColorSpace } from './video-color-space.js'
export { VideoDecoder } from './video-decoder.js'
export { VideoEncoder } from './video-encoder.js'
export { VideoFrame } from './video-frame.js'
export type { CanvasLike, ImageDataLike, ImageLike, RawImageLike } from './video-frame-source.js'
export type { AllowSharedBufferSource, BufferSource } from './webidl/buffer-source.js'
