import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ExecutionContext } from 'ava'

const run = promisify(execFile)
const MAX_OUTPUT = 1 << 30

/** Runs the ffmpeg program; resolves with what it wrote to its standard output. */
export async function ffmpeg(...args: string[]): Promise<Buffer> {
  const all = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...args]
  const { stdout } = await run('ffmpeg', all, { encoding: 'buffer', maxBuffer: MAX_OUTPUT })
  return stdout
}

/** What `ffprobe -show_frames` says of one frame, as far as tests look at it. */
export interface ProbedFrame {
  key_frame: 0 | 1
  pict_type: 'I' | 'P' | 'B'
  width: number
  height: number
}

/** What `ffprobe -show_streams` says of a stream, as far as tests look at it. */
export interface ProbedStream {
  codec_name: string
  profile?: string
  level?: number
  width: number
  height: number
  pix_fmt: string
  color_space?: string
  color_primaries?: string
  color_transfer?: string
  color_range?: string
  has_b_frames?: number
}

/** Runs ffprobe on the video stream of a file. */
export async function ffprobe(file: string): Promise<{ frames: ProbedFrame[]; stream: ProbedStream }> {
  const args = ['-loglevel', 'error', '-select_streams', 'v:0', '-show_frames', '-show_streams', '-of', 'json', file]
  const { stdout } = await run('ffprobe', args, { maxBuffer: MAX_OUTPUT })
  const { frames, streams } = JSON.parse(stdout)
  return { frames, stream: streams[0] }
}

/** A directory that goes away with the test. */
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'webcodecs-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** The frames of a file as the ffmpeg program decodes them, in presentation order, each as tightly packed bytes. */
export async function decodedByFfmpeg(
  file: string,
  format: 'yuv420p' | 'rgb24',
  frameBytes: number,
): Promise<Buffer[]> {
  const bytes = await ffmpeg('-i', file, '-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', format, '-')
  return Array.from({ length: bytes.length / frameBytes }, (_, i) =>
    bytes.subarray(i * frameBytes, (i + 1) * frameBytes),
  )
}
