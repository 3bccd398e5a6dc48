// https://w3c.github.io/webcodecs/#audio-encoder-config, with the extensions of the Opus, AAC and FLAC registrations
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { boolean, domString, enforceRange, oneOf } from '../webidl/primitives.js'
import { isCodecGiven } from './codec-options.js'

// https://w3c.github.io/mediacapture-record/#bitratemode
export const BitrateMode = oneOf('constant', 'variable')
export type BitrateMode = Idl<typeof BitrateMode>

export const OpusBitstreamFormat = oneOf('opus', 'ogg')
export type OpusBitstreamFormat = Idl<typeof OpusBitstreamFormat>

export const OpusSignal = oneOf('auto', 'music', 'voice')
export type OpusSignal = Idl<typeof OpusSignal>

export const OpusApplication = oneOf('voip', 'audio', 'lowdelay')
export type OpusApplication = Idl<typeof OpusApplication>

export const OpusEncoderConfig = dictionary('OpusEncoderConfig', {
  /** The packets are the same, and the description, an identification header, comes with both. */
  format: optional(OpusBitstreamFormat, 'opus'),
  /** What is encoded. A hint: never makes a configuration unsupported. */
  signal: optional(OpusSignal, 'auto'),
  /** "voip": intelligible speech. "audio": faithful sound. "lowdelay": the shortest delay. */
  application: optional(OpusApplication, 'audio'),
  /** Duration of a chunk in microseconds: a multiple of 2500 up to 120000. */
  frameDuration: optional(enforceRange.unsignedLongLong, 20_000),
  /** Computational effort of 0 to 10. Default: 9. */
  complexity: optional(enforceRange.unsignedLong),
  /** Expected loss of chunks in percent. */
  packetlossperc: optional(enforceRange.unsignedLong, 0),
  /** Whether chunks carry data for lost ones (forward error correction). */
  useinbandfec: optional(boolean, false),
  /** Whether silence is left out (discontinuous transmission). Unsupported above two channels. */
  usedtx: optional(boolean, false),
})
export type OpusEncoderConfig = Idl<typeof OpusEncoderConfig>

export const AacBitstreamFormat = oneOf('aac', 'adts')
export type AacBitstreamFormat = Idl<typeof AacBitstreamFormat>

export const AacEncoderConfig = dictionary('AacEncoderConfig', {
  /** "aac": bare frames, an AudioSpecificConfig in the description. "adts": a header before each frame. */
  format: optional(AacBitstreamFormat, 'aac'),
})
export type AacEncoderConfig = Idl<typeof AacEncoderConfig>

export const FlacEncoderConfig = dictionary('FlacEncoderConfig', {
  /** Frames in a chunk, 16 to 65535; 0 leaves it to the encoder. */
  blockSize: optional(enforceRange.unsignedLong, 0),
  /** 0 (fastest) to 8 (smallest). */
  compressLevel: optional(enforceRange.unsignedLong, 5),
})
export type FlacEncoderConfig = Idl<typeof FlacEncoderConfig>

export const AudioEncoderConfig = dictionary('AudioEncoderConfig', {
  /** Codec string as its registration has it, e.g. "opus", "mp4a.40.2", "flac", "pcm-s16". */
  codec: required(domString),
  /** Frames per second. */
  sampleRate: required(enforceRange.unsignedLong),
  numberOfChannels: required(enforceRange.unsignedLong),
  /** Average bits per second. */
  bitrate: optional(enforceRange.unsignedLongLong),
  bitrateMode: optional(BitrateMode, 'variable'),
  opus: optional(OpusEncoderConfig),
  aac: optional(AacEncoderConfig),
  flac: optional(FlacEncoderConfig),
})
export type AudioEncoderConfig = Idl<typeof AudioEncoderConfig>
export type ConvertedAudioEncoderConfig = Converted<typeof AudioEncoderConfig>

/** What makes the config no valid AudioEncoderConfig (https://w3c.github.io/webcodecs/#valid-audioencoderconfig), if anything. */
export function audioEncoderConfigFault(config: ConvertedAudioEncoderConfig): string | undefined {
  if (!isCodecGiven(config.codec)) return 'codec is empty'
  if (config.sampleRate === 0 || config.numberOfChannels === 0) return 'sampleRate and numberOfChannels must not be 0'
  return EXTENSION_FAULTS.get(config.codec)?.(config)
}

/** The checks that registrations define of their extensions, which count for their codec only. */
const EXTENSION_FAULTS = new Map<string, (config: ConvertedAudioEncoderConfig) => string | undefined>([
  ['opus', ({ opus }) => opus && opusFault(opus)],
  ['flac', ({ flac }) => flac && flacFault(flac)],
])

/** Packets hold one or more frames, of 2.5 ms and more, and last 120 ms at most (RFC 6716, section 2.1.4). */
function opusFault({ frameDuration, complexity = 0, packetlossperc }: Converted<typeof OpusEncoderConfig>) {
  if (frameDuration < 2500 || frameDuration > 120_000 || frameDuration % 2500 !== 0) {
    return `opus.frameDuration must be a multiple of 2500 up to 120000, got ${frameDuration}`
  }
  if (complexity > 10) return `opus.complexity must be 0 to 10, got ${complexity}`
  if (packetlossperc > 100) return `opus.packetlossperc must be 0 to 100, got ${packetlossperc}`
  return undefined
}

function flacFault({ blockSize, compressLevel }: Converted<typeof FlacEncoderConfig>) {
  if (blockSize !== 0 && (blockSize < 16 || blockSize > 65_535)) {
    return `flac.blockSize must be 16 to 65535, or 0, got ${blockSize}`
  }
  if (compressLevel > 8) return `flac.compressLevel must be 0 to 8, got ${compressLevel}`
  return undefined
}
