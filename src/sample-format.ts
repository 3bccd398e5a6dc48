// https://w3c.github.io/webcodecs/#audio-sample-formats
import type { Idl } from './webidl/converter.js'
import { oneOf } from './webidl/primitives.js'

export interface SampleFormat {
  /** Bytes of one sample. */
  bytes: number
  /** Whether each channel has a plane of its own; otherwise the channels take turns in the only one. */
  planar: boolean
}

const FORMATS = {
  u8: { bytes: 1, planar: false },
  s16: { bytes: 2, planar: false },
  s32: { bytes: 4, planar: false },
  f32: { bytes: 4, planar: false },
  'u8-planar': { bytes: 1, planar: true },
  's16-planar': { bytes: 2, planar: true },
  's32-planar': { bytes: 4, planar: true },
  'f32-planar': { bytes: 4, planar: true },
} as const

export const AudioSampleFormat = oneOf(...(Object.keys(FORMATS) as (keyof typeof FORMATS)[]))
export type AudioSampleFormat = Idl<typeof AudioSampleFormat>

export const sampleFormat = (format: AudioSampleFormat): SampleFormat => FORMATS[format]
