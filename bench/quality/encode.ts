/** One encoding, with what a quality table tells of it. */
import { type RawClip, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import { CODECS, type Codec, type Mode } from '../settings.js'
import { bytesOf, configOf, encodeAll, encoder, timestampOf } from '../work.js'

export interface Task {
  codec: Codec
  latencyMode: Mode
  bitrateMode: 'constant' | 'variable'
  /** Bits per second. */
  bitrate: number
  contentHint?: string
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
  const { codec: name, bitrate, latencyMode, ...rest } = task
  const chunks: Uint8Array[] = []
  const seconds: number[] = []
  const running = encoder(api, chunk => {
    const bytes = bytesOf(chunk)
    chunks.push(bytes)
    const second = Math.floor(chunk.timestamp / 1e6 + 1e-3)
    seconds[second] = (seconds[second] ?? 0) + bytes.length * 8
  })
  const pictures = readFrames(clip, count)
  const before = process.cpuUsage()
  running.codec.configure({ ...configOf(CODECS[name].string, clip, bitrate, latencyMode), ...rest })
  await encodeAll(api, running, pictures, clip)
  running.codec.close()
  const { user, system } = process.cpuUsage(before)
  if (chunks.length !== count) throw new Error(`${name}: ${chunks.length} chunks of ${count} frames`)
  return { chunks, seconds, cpu: (user + system) / 1000 / count }
}

/** Seconds that so many frames take. */
export const duration = (count: number): number => timestampOf(count) / 1e6
