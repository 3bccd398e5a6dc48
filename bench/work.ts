/** What several rows do with a contender. The same calls for all of them. */
import type { ChunkedClip } from './chunks.js'
import { FRAMERATE, type RawClip } from './clips.js'
import { clocks } from './clock.js'
import type { Api } from './contenders.js'
import { type Running, running } from './running.js'

type Encoder = InstanceType<Api['VideoEncoder']>
type Decoder = InstanceType<Api['VideoDecoder']>
export type Frame = InstanceType<Api['VideoFrame']>
export type EncodedChunk = InstanceType<Api['EncodedVideoChunk']>
type EncoderConfig = Parameters<Encoder['configure']>[0]

/** The codec has always something to do, and few pictures wait. */
const QUEUE = { full: 8, resume: 7 }

/** Microseconds of the frame with that number. */
export const timestampOf = (index: number): number => Math.round((index * 1e6) / FRAMERATE)

export function frameOf(
  api: Api,
  data: Uint8Array,
  { width, height }: RawClip,
  index: number,
  timestamp = timestampOf(index),
): Frame {
  return new api.VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp })
}

/** Streams of H.264 and HEVC come as the files of streams.ts have them. */
export const configOf = (
  codec: string,
  { width, height }: RawClip,
  bitrate: number,
  latencyMode: 'realtime' | 'quality',
): EncoderConfig => ({
  codec,
  width,
  height,
  bitrate,
  framerate: FRAMERATE,
  latencyMode,
  ...(codec.startsWith('avc1') ? { avc: { format: 'annexb' as const } } : {}),
  ...(codec.startsWith('hev1') ? { hevc: { format: 'annexb' as const } } : {}),
})

export const realtime = (codec: string, clip: RawClip, bitrate: number): EncoderConfig =>
  configOf(codec, clip, bitrate, 'realtime')

export const encoder = (api: Api, output: (chunk: EncodedChunk) => void): Running<Encoder> =>
  running(
    output,
    init => new api.VideoEncoder(init),
    codec => codec.encodeQueueSize,
    QUEUE,
  )

/** Encodes the pictures of the clip as fast as the encoder takes them, to the last chunk. `timestamps` are steady by default. */
export async function encodeAll(
  api: Api,
  { codec, failed, room }: Running<Encoder>,
  pictures: readonly Uint8Array[],
  clip: RawClip,
  timestamps?: readonly number[],
): Promise<void> {
  for (const [index, picture] of pictures.entries()) {
    await room()
    const frame = frameOf(api, picture, clip, index, timestamps?.[index])
    codec.encode(frame)
    frame.close()
  }
  await Promise.race([codec.flush(), failed])
}

export const decoder = (api: Api, output: (frame: Frame) => void): Running<Decoder> =>
  running(
    output,
    init => new api.VideoDecoder(init),
    codec => codec.decodeQueueSize,
    QUEUE,
  )

export function configureDecoder(codec: Decoder, clip: ChunkedClip): void {
  const { description, codedWidth, codedHeight } = clip
  codec.configure({ codec: clip.codec, codedWidth, codedHeight, ...(description ? { description } : {}) })
}

/** The clip's chunks as objects of the package. */
export const chunksOf = (api: Api, clip: ChunkedClip): EncodedChunk[] =>
  clip.chunks.map(({ type, timestamp, data }) => new api.EncodedVideoChunk({ type, timestamp, data }))

export function bytesOf(chunk: EncodedChunk): Uint8Array {
  const bytes = new Uint8Array(chunk.byteLength)
  chunk.copyTo(bytes)
  return bytes
}

/** Starts clocks() of which the result is told by the frame. */
export function stopwatch(): (frames: number) => { fps: number; 'cpu ms a frame': number } {
  const stop = clocks()
  return frames => {
    const { wall, cpu } = stop()
    return { fps: (frames / wall) * 1000, 'cpu ms a frame': cpu / frames }
  }
}

export const megabytes = (bytes: number): number => bytes / (1 << 20)
