// https://w3c.github.io/webcodecs/#videoencoder-interface, #videodecoder-interface, #encoded-video-chunk-metadata,
// #config-support-info
import type { EncodedVideoChunk } from '../encoded-video-chunk.js'
import type { OutputVideoColorSpaceInit } from '../video-color-space.js'
import type { VideoFrame } from '../video-frame.js'
import type { Idl } from '../webidl/converter.js'
import { dictionary, required } from '../webidl/dictionary.js'
import { callback } from '../webidl/primitives.js'
import type { VideoDecoderConfig } from './video-decoder-config.js'
import type { VideoEncoderConfig } from './video-encoder-config.js'

/** Called once, with the DOMException that closed the codec. */
export type WebCodecsErrorCallback = (error: DOMException) => void

/** Called for each decoded frame, in presentation order. The frame is the callee's to close. */
export type VideoFrameOutputCallback = (output: VideoFrame) => void

/** Called for each chunk; the metadata has a `decoderConfig` for the first chunk and whenever it changes. */
export type EncodedVideoChunkOutputCallback = (chunk: EncodedVideoChunk, metadata?: EncodedVideoChunkMetadata) => void

export interface SvcOutputMetadata {
  temporalLayerId?: number
}

/** A VideoDecoderConfig as we give it out. */
export type OutputVideoDecoderConfig = Omit<VideoDecoderConfig, 'colorSpace'> & {
  colorSpace?: OutputVideoColorSpaceInit
}

export interface EncodedVideoChunkMetadata {
  decoderConfig?: OutputVideoDecoderConfig
  svc?: SvcOutputMetadata
  alphaSideData?: ArrayBuffer | ArrayBufferView<ArrayBuffer>
}

export const VideoEncoderInit = dictionary('VideoEncoderInit', {
  output: required(callback<EncodedVideoChunkOutputCallback>()),
  error: required(callback<WebCodecsErrorCallback>()),
})
export type VideoEncoderInit = Idl<typeof VideoEncoderInit>

export const VideoDecoderInit = dictionary('VideoDecoderInit', {
  output: required(callback<VideoFrameOutputCallback>()),
  error: required(callback<WebCodecsErrorCallback>()),
})
export type VideoDecoderInit = Idl<typeof VideoDecoderInit>

/** The answer of VideoEncoder.isConfigSupported(). */
export interface VideoEncoderSupport {
  supported?: boolean
  /** A copy of what was asked: the recognised members, with their defaults. */
  config?: VideoEncoderConfig
}

/** The answer of VideoDecoder.isConfigSupported(). */
export interface VideoDecoderSupport {
  supported?: boolean
  /** A copy of what was asked: the recognised members, with their defaults. */
  config?: OutputVideoDecoderConfig
}
