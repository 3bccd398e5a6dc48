/** The ffmpeg program as a contender. */
import { type RawClip, reading } from './clips.js'
import { run } from './ffmpeg.js'
import type { Measurement } from './row.js'
import { CODECS, type Codec, encoderOptions, type Mode, type Settings, threads } from './settings.js'

function transcode(frames: number, args: string[]): Measurement {
  const { wall, cpu } = run(args)
  return { value: (frames / wall) * 1000, details: { 'cpu ms a frame': cpu / frames } }
}

/** Decodes a file as fast as possible; `copy` copies each picture once more, as copyTo does. */
export function decode(
  file: string,
  size: { width: number; height: number },
  copy: boolean,
  frames: number,
): Measurement {
  const count = String(threads(size.width, size.height))
  const output = ['-vsync', 'passthrough', ...(copy ? ['-c:v', 'rawvideo'] : []), '-f', 'null', '-']
  return transcode(frames, ['-threads', count, '-i', file, ...output])
}

/** Encodes the first frames of an uncompressed clip with our settings, but for those that `instead` has. */
export function encode(
  codec: Codec,
  clip: RawClip,
  { mode, bitrate, frames, output }: { mode: Mode; bitrate: number; frames: number; output: string },
  instead?: Settings,
): Measurement {
  const length = ['-frames:v', String(frames)]
  const { width, height } = clip
  const options = encoderOptions(codec, { mode, width, height, bitrate }, instead)
  return transcode(frames, [...reading(clip), ...length, ...options, '-f', CODECS[codec].muxer, output])
}
