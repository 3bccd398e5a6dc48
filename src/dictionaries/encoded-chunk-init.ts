// https://w3c.github.io/webcodecs/#encodedvideochunk-interface, #encodedaudiochunk-interface
import { allowSharedBufferSource, arrayBuffer } from '../webidl/buffer-source.js'
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { enforceRange, oneOf, sequence } from '../webidl/primitives.js'

const EncodedChunkType = oneOf('key', 'delta')
export type EncodedChunkType = Idl<typeof EncodedChunkType>
export type EncodedVideoChunkType = EncodedChunkType
export type EncodedAudioChunkType = EncodedChunkType

const members = {
  /** "key" when the chunk can be decoded without others. */
  type: required(EncodedChunkType),
  /** Presentation time in microseconds; may be negative. */
  timestamp: required(enforceRange.longLong),
  /** Presentation duration in microseconds. */
  duration: optional(enforceRange.unsignedLongLong),
  /** The bytes, which are copied. */
  data: required(allowSharedBufferSource),
  /** Buffers to detach. */
  transfer: optional(sequence(arrayBuffer), []),
}

export const EncodedVideoChunkInit = dictionary('EncodedVideoChunkInit', members)
export const EncodedAudioChunkInit = dictionary('EncodedAudioChunkInit', members)

export type EncodedVideoChunkInit = Idl<typeof EncodedVideoChunkInit>
export type EncodedAudioChunkInit = Idl<typeof EncodedAudioChunkInit>
export type EncodedChunkInit = EncodedVideoChunkInit
export type ConvertedEncodedChunkInit = Converted<typeof EncodedVideoChunkInit>
