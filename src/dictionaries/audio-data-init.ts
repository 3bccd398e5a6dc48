// https://w3c.github.io/webcodecs/#audiodata-interface and https://w3c.github.io/webcodecs/#audiodata-copy-to-options
import { AudioSampleFormat } from '../sample-format.js'
import { arrayBuffer, bufferSource } from '../webidl/buffer-source.js'
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { enforceRange, float, sequence } from '../webidl/primitives.js'

export const AudioDataInit = dictionary('AudioDataInit', {
  format: required(AudioSampleFormat),
  /** Frames per second, greater than 0. */
  sampleRate: required(float),
  /** Samples of each channel, at least 1. */
  numberOfFrames: required(enforceRange.unsignedLong),
  /** At least 1. */
  numberOfChannels: required(enforceRange.unsignedLong),
  /** Presentation time in microseconds; may be negative. */
  timestamp: required(enforceRange.longLong),
  /** The samples, which are copied: of a planar format one plane after the other. */
  data: required(bufferSource),
  /** Buffers to detach. */
  transfer: optional(sequence(arrayBuffer), []),
})
export type AudioDataInit = Idl<typeof AudioDataInit>
export type ConvertedAudioDataInit = Converted<typeof AudioDataInit>

export const AudioDataCopyToOptions = dictionary('AudioDataCopyToOptions', {
  /** The plane to copy: of a planar format the channel, otherwise 0. */
  planeIndex: required(enforceRange.unsignedLong),
  /** The first frame to copy. */
  frameOffset: optional(enforceRange.unsignedLong, 0),
  /** Frames to copy. Default: all from `frameOffset` on. */
  frameCount: optional(enforceRange.unsignedLong),
  /** The format to convert to. Default: that of the AudioData. */
  format: optional(AudioSampleFormat),
})
export type AudioDataCopyToOptions = Idl<typeof AudioDataCopyToOptions>
export type ConvertedAudioDataCopyToOptions = Converted<typeof AudioDataCopyToOptions>
