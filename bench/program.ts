/** The ffmpeg program as a contender. */
import { spawnSync } from 'node:child_process'
import { type RawClip, reading } from './clips.js'
import { CODECS, type Codec, encoderOptions, threads } from './settings.js'

/** Seconds of transcoding as the program reports them: without loading its libraries and parsing its command line. */
function seconds(args: string[]): number {
  const { status, stderr, error } = spawnSync('ffmpeg', ['-hide_banner', '-nostdin', '-y', '-benchmark', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (error) throw error
  const time = /rtime=([\d.]+)s/.exec(stderr)?.[1]
  if (status !== 0 || !time) throw new Error(`ffmpeg ${args.join(' ')}: ${stderr.slice(-500)}`)
  return Number(time)
}

/** Decodes a file as fast as possible; `copy` copies each picture once more, as copyTo does. */
export function decode(file: string, size: { width: number; height: number }, copy: boolean): number {
  const count = String(threads(size.width, size.height))
  const output = ['-vsync', 'passthrough', ...(copy ? ['-c:v', 'rawvideo'] : []), '-f', 'null', '-']
  return seconds(['-threads', count, '-i', file, ...output])
}

/** Encodes the first frames of an uncompressed clip with our settings. */
export function encode(codec: Codec, clip: RawClip, bitrate: number, frames: number, output: string): number {
  const length = ['-frames:v', String(frames)]
  const options = encoderOptions(codec, clip.width, clip.height, bitrate)
  return seconds([...reading(clip), ...length, ...options, '-f', CODECS[codec].muxer, output])
}
