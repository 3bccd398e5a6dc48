/** The sound of the audio rows, as files and in memory. */
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { clips } from '../paths.js'

export const RATE = 48_000
export const CHANNELS = 2
/** Seconds of what is encoded, and of what is decoded. */
export const ENCODED_SECONDS = 120
export const DECODED_SECONDS = 240

/** Uncompressed sound, interleaved. */
export interface RawSound {
  file: string
  format: 'f32' | 's16'
}

export const RAW = {
  f32: { file: join(clips, 'sound.f32'), format: 'f32' },
  s16: { file: join(clips, 'sound.s16'), format: 's16' },
} satisfies Record<RawSound['format'], RawSound>

const SAMPLE_BYTES = { f32: 4, s16: 2 }

/** Compressed sound for the decoders. */
export type CodedName = 'opus.ogg' | 'aac.m4a' | 'mp3.mp3'

/** Input options of the ffmpeg program. */
export const reading = ({ file, format }: RawSound): string[] => [
  ...['-f', `${format}le`, '-ar', String(RATE), '-ac', String(CHANNELS), '-i', file],
]

export const codedFile = (name: CodedName): string => join(clips, name)
export const packetsOf = (name: CodedName): string => `${codedFile(name)}.packets`

/** The first `seconds` as one buffer. */
export function readSound({ file, format }: RawSound, seconds: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(seconds * RATE * CHANNELS * SAMPLE_BYTES[format])
  const handle = openSync(file, 'r')
  const length = readSync(handle, bytes, 0, bytes.length, 0)
  closeSync(handle)
  if (length < bytes.length) throw new Error(`${file} is too short: delete it`)
  return bytes
}

/** The same cut into blocks of so many frames, as views. */
export function readBlocks(sound: RawSound, seconds: number, frames: number): Uint8Array<ArrayBuffer>[] {
  const bytes = readSound(sound, seconds)
  const size = frames * CHANNELS * SAMPLE_BYTES[sound.format]
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}
