/** One encoding, with what a quality table tells of it. */
import { type RawClip, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import { CODECS, type Codec, type Mode } from '../settings.js'
import { bytesOf, configOf, encodeAll, encoder, timestampOf } from '../work.js'
import { type Pace, STEADY, timestampsOf } from './paces.js'

export interface Task {
  codec: Codec
  latencyMode: Mode
  bitrateMode: 'constant' | 'variable'
  /** Bits per second. */
  bitrate: number
  contentHint?: string
  /** Steady by default. */
  pace?: Pace
}

export interface Encoded {
  /** In the order of decoding. */
  chunks: Uint8Array[]
  /** Bits of each second of the clip. */
  seconds: number[]
  /** Milliseconds of processor time for a frame. */
  cpu: number
}

export async function encode(api: Api, task: Task, clip: RawClip, count: number): Promise<Encoded> {
  const { codec: name, bitrate, latencyMode, pace = STEADY, ...rest } = task
  const timestamps = timestampsOf(pace, count)
  const indices = new Map(timestamps.map((timestamp, index) => [timestamp, index]))
  const chunks: Uint8Array[] = []
  const seconds: number[] = []
  const running = encoder(api, chunk => {
    const bytes = bytesOf(chunk)
    chunks.push(bytes)
    const second = Math.floor(pace.time(indices.get(chunk.timestamp) ?? Number.NaN) + 1e-3)
    seconds[second] = (seconds[second] ?? 0) + bytes.length * 8
  })
  const pictures = readFrames(clip, count)
  const before = process.cpuUsage()
  const { framerate, ...config } = configOf(CODECS[name].string, clip, bitrate, latencyMode)
  running.codec.configure({ ...config, ...(pace.framerate ? { framerate: pace.framerate } : {}), ...rest })
  await encodeAll(api, running, pictures, clip, timestamps)
  running.codec.close()
  const { user, system } = process.cpuUsage(before)
  if (chunks.length !== count) throw new Error(`${name}: ${chunks.length} chunks of ${count} frames`)
  return { chunks, seconds, cpu: (user + system) / 1000 / count }
}

/** Seconds that so many frames take. */
export const duration = (count: number): number => timestampOf(count) / 1e6
