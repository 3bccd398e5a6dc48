// https://w3c.github.io/webcodecs/#audiodecoder-interface, #videodecoder-interface, #audioencoder-interface,
// #videoencoder-interface, #encoded-audio-chunk-metadata, #encoded-video-chunk-metadata, #config-support-info
import type { AudioData } from '../audio-data.js'
import type { EncodedAudioChunk } from '../encoded-audio-chunk.js'
import type { EncodedVideoChunk } from '../encoded-video-chunk.js'
import type { OutputVideoColorSpaceInit } from '../video-color-space.js'
import type { VideoFrame } from '../video-frame.js'
import type { Idl } from '../webidl/converter.js'
import { dictionary, required } from '../webidl/dictionary.js'
import { callback } from '../webidl/primitives.js'
import type { AudioDecoderConfig } from './audio-decoder-config.js'
import type { AudioEncoderConfig } from './audio-encoder-config.js'
import type { VideoDecoderConfig } from './video-decoder-config.js'
import type { VideoEncoderConfig } from './video-encoder-config.js'

/** Called once, with the DOMException that closed the codec. */
export type WebCodecsErrorCallback = (error: DOMException) => void

/** Called for each decoded frame, in presentation order. The frame is the callee's to close. */
export type VideoFrameOutputCallback = (output: VideoFrame) => void

/** Called for each decoded AudioData. It is the callee's to close. */
export type AudioDataOutputCallback = (output: AudioData) => void

/** Called for each chunk; the metadata has a `decoderConfig` for the first chunk and whenever it changes. */
export type EncodedVideoChunkOutputCallback = (chunk: EncodedVideoChunk, metadata?: EncodedVideoChunkMetadata) => void

/** Called for each chunk; the metadata has a `decoderConfig` for the first chunk and whenever it changes. */
export type EncodedAudioChunkOutputCallback = (output: EncodedAudioChunk, metadata?: EncodedAudioChunkMetadata) => void

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
  /**
   * With `alpha: 'keep'`, on every chunk: the frame's alpha as a chunk of the same codec and type, whose luma is the alpha.
   * Another VideoDecoder decodes it, and mergeAlpha() puts the frames of both together.
   */
  alphaSideData?: Uint8Array<ArrayBuffer>
}

export interface EncodedAudioChunkMetadata {
  decoderConfig?: AudioDecoderConfig
  /**
   * Not of the specification: beside `decoderConfig`, and unless it is 0 also on the first chunk after a flush().
   * Frames, at the config's rate, that decoding from this chunk on gives before the first frame that was encoded: drop
   * them to have the input back in its place. It is 0 where decoders drop them by themselves, as they do with the
   * description of Opus, at their start and after their own flush().
   */
  priming?: number
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

export const AudioEncoderInit = dictionary('AudioEncoderInit', {
  output: required(callback<EncodedAudioChunkOutputCallback>()),
  error: required(callback<WebCodecsErrorCallback>()),
})
export type AudioEncoderInit = Idl<typeof AudioEncoderInit>

export const AudioDecoderInit = dictionary('AudioDecoderInit', {
  output: required(callback<AudioDataOutputCallback>()),
  error: required(callback<WebCodecsErrorCallback>()),
})
export type AudioDecoderInit = Idl<typeof AudioDecoderInit>

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

/** The answer of AudioEncoder.isConfigSupported(). */
export interface AudioEncoderSupport {
  supported?: boolean
  /** A copy of what was asked: the recognised members, with their defaults. */
  config?: AudioEncoderConfig
}

/** The answer of AudioDecoder.isConfigSupported(). */
export interface AudioDecoderSupport {
  supported?: boolean
  /** A copy of what was asked: the recognised members, with their defaults. */
  config?: AudioDecoderConfig
}
