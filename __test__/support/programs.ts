import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { ExecutionContext } from 'ava'
import { keeping } from './kept-runs.js'
import { identityIn } from './program-identity.js'

const MAX_OUTPUT = 1 << 30
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))

const execute = promisify(execFile)
/** A start of these programs takes a tenth of a second of processor time, and the tests make thousands. */
const run = keeping((program, args) => execute(program, args, { encoding: 'buffer', maxBuffer: MAX_OUTPUT }), {
  folder: join(CACHE, 'runs'),
  identity: identityIn(CACHE),
})

/** Runs the ffmpeg program; resolves with what it wrote to its standard output. */
export async function ffmpeg(...args: string[]): Promise<Buffer> {
  const { stdout } = await run('ffmpeg', ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...args])
  return stdout
}

/** Runs the ffmpeg program; resolves with what its filters report. */
export async function verdicts(...args: string[]): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-nostdin', '-hide_banner', ...args])
  return stderr.toString()
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
  chroma_location?: string
  has_b_frames?: number
}

/** What ffprobe says of an audio stream, as far as tests look at it. */
export interface ProbedAudio {
  codec_name: string
  profile?: string
  sample_rate: string
  channels: number
  channel_layout?: string
  bits_per_raw_sample?: string
  duration?: string
}

/** Runs ffprobe with these options on a file; resolves with the JSON that it writes. */
export async function probe(file: string, ...options: string[]) {
  const { stdout } = await run('ffprobe', ['-loglevel', 'error', '-of', 'json', ...options, file])
  return JSON.parse(stdout.toString())
}

/** Runs ffprobe on the video stream of a file. */
export async function ffprobe(file: string): Promise<{ frames: ProbedFrame[]; stream: ProbedStream }> {
  const { frames, streams } = await probe(file, '-select_streams', 'v:0', '-show_frames', '-show_streams')
  return { frames, stream: streams[0] }
}

/** Runs ffprobe on the audio stream of a file. */
export const ffprobeAudio = async (file: string): Promise<ProbedAudio> =>
  (await probe(file, '-select_streams', 'a:0', '-show_streams')).streams[0]

/** What ffprobe says of the side data of each frame of a video. */
export const probeSideData = async (
  file: string,
): Promise<{ key_frame: 0 | 1; side_data_list?: Record<string, unknown>[] }[]> =>
  (await probe(file, '-select_streams', 'v:0', '-show_frames')).frames

/** A directory that goes away with the test. */
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'webcodecs-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** The frames of a file as the ffmpeg program decodes them, in presentation order, each as tightly packed bytes. */
export async function decodedByFfmpeg(
  file: string,
  format: string,
  frameBytes: number,
  ...inputOptions: string[]
): Promise<Buffer[]> {
  const bytes = await ffmpeg(
    ...inputOptions,
    '-i',
    file,
    '-vsync',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    format,
    '-',
  )
  return Array.from({ length: bytes.length / frameBytes }, (_, i) =>
    bytes.subarray(i * frameBytes, (i + 1) * frameBytes),
  )
}

/** Each syntax element of a stream's headers, in order, as ffmpeg's trace_headers shows them. */
export async function headersTracedByFfmpeg(file: string): Promise<{ name: string; value: number }[]> {
  const said = await verdicts('-i', file, '-c', 'copy', '-bsf:v', 'trace_headers', '-f', 'null', '-')
  const lines = said.matchAll(/^\[trace_headers.*\] \d+ +(\S+) .* = (-?\d+)\r?$/gm)
  return Array.from(lines, ([, name = '', value]) => ({ name, value: Number(value) }))
}
