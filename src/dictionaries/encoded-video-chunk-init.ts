// https://w3c.github.io/webcodecs/#encodedvideochunk-interface
import { allowSharedBufferSource, arrayBuffer } from '../webidl/buffer-source.js'
import type { Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { enforceRange, oneOf, sequence } from '../webidl/primitives.js'

export const EncodedVideoChunkType = oneOf('key', 'delta')
export type EncodedVideoChunkType = Idl<typeof EncodedVideoChunkType>

export const EncodedVideoChunkInit = dictionary('EncodedVideoChunkInit', {
  /** "key" when the chunk can be decoded without others. */
  type: required(EncodedVideoChunkType),
  /** Presentation time in microseconds; may be negative. */
  timestamp: required(enforceRange.longLong),
  /** Presentation duration in microseconds. */
  duration: optional(enforceRange.unsignedLongLong),
  /** The bytes, which are copied. */
  data: required(allowSharedBufferSource),
  /** Buffers to detach. */
  transfer: optional(sequence(arrayBuffer), []),
})
export type EncodedVideoChunkInit = Idl<typeof EncodedVideoChunkInit>
