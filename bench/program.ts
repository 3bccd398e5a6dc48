/** The ffmpeg program as a contender. */
import { spawnSync } from 'node:child_process'
import { type RawClip, reading } from './clips.js'
import type { Measurement } from './row.js'
import { CODECS, type Codec, encoderOptions, threads } from './settings.js'

/** The speed as the program reports it: without loading its libraries and parsing its command line. */
function transcode(frames: number, args: string[]): Measurement {
  const { status, stderr, error } = spawnSync('ffmpeg', ['-hide_banner', '-nostdin', '-y', '-benchmark', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (error) throw error
  const [, user, system, wall] = (/utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s/.exec(stderr) ?? []).map(Number)
  if (status !== 0 || !wall) throw new Error(`ffmpeg ${args.join(' ')}: ${stderr.slice(-500)}`)
  const cpu = (((user ?? 0) + (system ?? 0)) * 1000) / frames
  return { value: frames / wall, details: { 'cpu ms a frame': cpu } }
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

/** Encodes the first frames of an uncompressed clip with our settings. */
export function encode(codec: Codec, clip: RawClip, bitrate: number, frames: number, output: string): Measurement {
  const length = ['-frames:v', String(frames)]
  const options = encoderOptions(codec, clip.width, clip.height, bitrate)
  return transcode(frames, [...reading(clip), ...length, ...options, '-f', CODECS[codec].muxer, output])
}
