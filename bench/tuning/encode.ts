/** One encoding, with what a tuning table tells of it. */
import { FRAMERATE, type RawClip, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import { bytesOf, encoder, frameOf, timestampOf } from '../work.js'

export const CODECS = {
  h264: 'avc1.640028',
  hevc: 'hev1.1.6.L120.B0',
  vp8: 'vp8',
  vp9: 'vp09.00.31.08',
  av1: 'av01.0.05M.08',
} as const
export type Codec = keyof typeof CODECS

export interface Task {
  codec: Codec
  latencyMode: 'realtime' | 'quality'
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
  const { codec: name, ...rest } = task
  const chunks: Uint8Array[] = []
  const seconds: number[] = []
  const { codec, failed, room } = encoder(api, chunk => {
    const bytes = bytesOf(chunk)
    chunks.push(bytes)
    const second = Math.floor(chunk.timestamp / 1e6 + 1e-3)
    seconds[second] = (seconds[second] ?? 0) + bytes.length * 8
  })
  const { width, height } = clip
  const format = { avc: { format: 'annexb' as const }, hevc: { format: 'annexb' as const } }
  const pictures = readFrames(clip, count)
  const before = process.cpuUsage()
  codec.configure({ codec: CODECS[name], width, height, framerate: FRAMERATE, ...format, ...rest })
  for (const [index, picture] of pictures.entries()) {
    await room()
    const frame = frameOf(api, picture, clip, index)
    codec.encode(frame)
    frame.close()
  }
  await Promise.race([codec.flush(), failed])
  codec.close()
  const { user, system } = process.cpuUsage(before)
  if (chunks.length !== count) throw new Error(`${name}: ${chunks.length} chunks of ${count} frames`)
  return { chunks, seconds, cpu: (user + system) / 1000 / count }
}

/** Seconds that so many frames take. */
export const duration = (count: number): number => timestampOf(count) / 1e6
