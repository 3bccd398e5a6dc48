import { AudioData, type AudioDataInit, type AudioSampleFormat } from '../../index.js'

export const TYPES = ['u8', 's16', 's32', 'f32'] as const
export type SampleType = (typeof TYPES)[number]

export const FORMATS = TYPES.flatMap(type => [type, `${type}-planar` as const])

export const typeOf = (format: AudioSampleFormat): SampleType => format.replace('-planar', '') as SampleType
export const isPlanar = (format: AudioSampleFormat): boolean => format.endsWith('-planar')

/** Samples as their bits, so that every NaN is compared for what it is. */
const BITS = { u8: Uint8Array, s16: Int16Array, s32: Int32Array, f32: Uint32Array }

export const bitsIn = (format: AudioSampleFormat, buffer: ArrayBuffer): number[] => [
  ...new BITS[typeOf(format)](buffer),
]

export const bufferOf = (format: AudioSampleFormat, bits: number[]): ArrayBuffer =>
  BITS[typeOf(format)].from(bits).buffer

export const bitsOfFloat = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0] as number
export const floatOfBits = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0] as number

/** AudioData of 4 frames and 2 channels, u8 with the samples 0 to 7, unless said otherwise. */
export function audioOf(init: Partial<AudioDataInit> = {}): AudioData {
  const data = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7)
  return new AudioData({
    format: 'u8',
    sampleRate: 48_000,
    numberOfFrames: 4,
    numberOfChannels: 2,
    timestamp: 0,
    data,
    ...init,
  })
}

/** The bits of a plane, as `options` want it. */
export function planeOf(audio: AudioData, options: Parameters<AudioData['copyTo']>[1]): number[] {
  const buffer = new ArrayBuffer(audio.allocationSize(options))
  audio.copyTo(buffer, options)
  return bitsIn(options.format ?? audio.format ?? 'u8', buffer)
}
