/** The clips: a zoom into a fractal with a moving test card and noise, made by the ffmpeg program. */
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { index } from './chunks.js'
import { make } from './ffmpeg.js'
import { clips } from './paths.js'

export const FRAMERATE = 30
/** Frames of each clip. */
export const FRAMES = 300

/** An uncompressed clip: planes of I420, frame after frame. */
export interface RawClip {
  file: string
  width: number
  height: number
}

const raw = (width: number, height: number): RawClip => ({ file: join(clips, `${height}p.yuv`), width, height })

export const RAW = { 1080: raw(1920, 1080), 720: raw(1280, 720), 360: raw(640, 360) }

const X265_QUIET = ['-x265-params', 'log-level=error']

/** Compressed clips for the decoders, by file name: what of, and the ffmpeg program's options. */
const CODED: Record<string, { from: RawClip; options: string[] }> = {
  'h264-1080p.mp4': { from: RAW[1080], options: ['-c:v', 'libx264', '-preset', 'medium', '-b:v', '4M'] },
  'hevc-720p.mp4': {
    from: RAW[720],
    options: ['-c:v', 'libx265', '-preset', 'superfast', '-b:v', '2M', ...X265_QUIET],
  },
  'vp9-720p.mp4': {
    from: RAW[720],
    options: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '6', '-row-mt', '1', '-b:v', '2M'],
  },
  'av1-720p.mp4': {
    from: RAW[720],
    options: ['-c:v', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8', '-row-mt', '1', '-b:v', '2M'],
  },
}

const ZOOM = 'mandelbrot=s=960x540:rate=30:start_scale=0.08:end_scale=0.016:end_pts=600:maxiter=400,format=yuv420p'
const CARD = 'testsrc2=s=480x270:r=30,format=yuv420p'
const PATH = `x='mod(n*7,1440)':y='270+200*sin(n/20)'`
const NOISE = 'noise=alls=3:allf=t:all_seed=7'
const SCENE = `${ZOOM},scale=1920x1080:flags=bicubic,gblur=sigma=1.2[zoom];${CARD}[card];[zoom][card]overlay=${PATH},${NOISE}`

/** Input options of the ffmpeg program. */
export const reading = ({ file, width, height }: RawClip): string[] => [
  ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', String(FRAMERATE), '-i', file],
]

export const codedFile = (name: string): string => join(clips, name)

/** Makes what is not there yet, and finds the chunks of the compressed clips. */
export function makeClips(): void {
  mkdirSync(clips, { recursive: true })
  makeClip(RAW[1080].file, ['-f', 'lavfi', '-i', SCENE], ['-f', 'rawvideo'])
  for (const { file, width, height } of [RAW[720], RAW[360]]) {
    makeClip(file, reading(RAW[1080]), ['-vf', `scale=${width}x${height}:flags=bicubic`, '-f', 'rawvideo'])
  }
  for (const [name, { from, options }] of Object.entries(CODED)) {
    const file = codedFile(name)
    makeClip(file, reading(from), ['-g', '250', ...options, '-f', 'mp4'])
    index(file)
  }
}

function makeClip(file: string, input: string[], output: string[]): void {
  make(file, [...input, '-frames:v', String(FRAMES), '-pix_fmt', 'yuv420p', ...output])
}

/** The first frames of an uncompressed clip, as views of one buffer. */
export function readFrames({ file, width, height }: RawClip, count: number): Uint8Array[] {
  const size = (width * height * 3) / 2
  const bytes = new Uint8Array(size * count)
  const handle = openSync(file, 'r')
  const length = readSync(handle, bytes, 0, bytes.length, 0)
  closeSync(handle)
  if (length < bytes.length) throw new Error(`${file} is too short: delete it`)
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}
