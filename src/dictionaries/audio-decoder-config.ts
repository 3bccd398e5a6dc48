// https://w3c.github.io/webcodecs/#audio-decoder-config
import { allowSharedBufferSource, isDetached } from '../webidl/buffer-source.js'
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { domString, enforceRange } from '../webidl/primitives.js'
import { isCodecGiven } from './codec-options.js'

export const AudioDecoderConfig = dictionary('AudioDecoderConfig', {
  /** Codec string as its registration has it, e.g. "opus", "mp4a.40.2", "flac", "pcm-s16". */
  codec: required(domString),
  /** Frames per second. */
  sampleRate: required(enforceRange.unsignedLong),
  numberOfChannels: required(enforceRange.unsignedLong),
  /** Codec-specific bytes, e.g. an AudioSpecificConfig or an Opus identification header. */
  description: optional(allowSharedBufferSource),
})
export type AudioDecoderConfig = Idl<typeof AudioDecoderConfig>
export type ConvertedAudioDecoderConfig = Converted<typeof AudioDecoderConfig>

/** What makes the config no valid AudioDecoderConfig (https://w3c.github.io/webcodecs/#valid-audiodecoderconfig), if anything. */
export function audioDecoderConfigFault(config: AudioDecoderConfig): string | undefined {
  const { codec, description, numberOfChannels, sampleRate } = config
  if (!isCodecGiven(codec)) return 'codec is empty'
  if (sampleRate === 0 || numberOfChannels === 0) return 'sampleRate and numberOfChannels must not be 0'
  if (description && isDetached(description)) return 'description is detached'
  return undefined
}
