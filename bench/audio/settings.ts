/** What is asked of each codec, of WebCodecs and of the ffmpeg program: the same bitrate and effort. */
import type { Api } from '../contenders.js'
import { CHANNELS, RATE, RAW, type RawSound } from './sounds.js'

type EncoderConfig = Parameters<InstanceType<Api['AudioEncoder']>['configure']>[0]

export type AudioCodec = 'opus' | 'aac' | 'flac'

interface Settings {
  codec: string
  /** FLAC takes 16 bits, as not every package keeps more. */
  source: RawSound
  /** Bits a second. */
  bitrate?: number
  config: Partial<EncoderConfig>
  /** Options of the ffmpeg program. */
  program: string[]
}

export const SETTINGS: Record<AudioCodec, Settings> = {
  opus: {
    codec: 'opus',
    source: RAW.f32,
    bitrate: 128_000,
    // FFmpeg's own default, as not every package has the option.
    config: { opus: { complexity: 10 } },
    program: ['-c:a', 'libopus', '-compression_level', '10'],
  },
  aac: { codec: 'mp4a.40.2', source: RAW.f32, bitrate: 128_000, config: {}, program: ['-c:a', 'aac'] },
  flac: {
    codec: 'flac',
    source: RAW.s16,
    config: { flac: { compressLevel: 5 } },
    program: ['-c:a', 'flac', '-compression_level', '5'],
  },
}

export function encoderConfig({ codec, bitrate, config }: Settings, factor: number): EncoderConfig {
  return {
    codec,
    sampleRate: RATE,
    numberOfChannels: CHANNELS,
    ...(bitrate ? { bitrate: Math.round(bitrate * factor) } : {}),
    ...config,
  }
}

export const programOptions = ({ bitrate, program }: Settings, factor: number): string[] => [
  ...program,
  ...(bitrate ? ['-b:a', String(Math.round(bitrate * factor))] : []),
]
