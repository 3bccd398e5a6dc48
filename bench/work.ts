/** What several rows do with a contender. The same calls for all of them. */
import type { ChunkedClip } from './chunks.js'
import { FRAMERATE, type RawClip } from './clips.js'
import type { Api } from './contenders.js'

type Encoder = InstanceType<Api['VideoEncoder']>
type Decoder = InstanceType<Api['VideoDecoder']>
export type Frame = InstanceType<Api['VideoFrame']>
export type EncodedChunk = InstanceType<Api['EncodedVideoChunk']>
type EncoderConfig = Parameters<Encoder['configure']>[0]

/** Items that wait in a codec before its user waits too. */
const QUEUE = 8
/** Looks again after so many milliseconds when a package fires no dequeue event. */
const LOOK_AGAIN = 10

/** Microseconds of the frame with that number. */
export const timestampOf = (index: number): number => Math.round((index * 1e6) / FRAMERATE)

export function frameOf(api: Api, data: Uint8Array, { width, height }: RawClip, index: number): Frame {
  const timestamp = timestampOf(index)
  return new api.VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp })
}

export const realtime = (codec: string, { width, height }: RawClip, bitrate: number): EncoderConfig => ({
  codec,
  width,
  height,
  bitrate,
  framerate: FRAMERATE,
  latencyMode: 'realtime',
  ...(codec.startsWith('avc1') ? { avc: { format: 'annexb' as const } } : {}),
})

/** A codec with its outputs, and its error as a promise that only rejects. */
export interface Running<Codec> {
  codec: Codec
  failed: Promise<never>
  /** Resolves when fewer than the limit wait in the codec. */
  room(): Promise<unknown>
}

function running<Codec extends EventTarget>(
  create: (changed: () => void, error: (reason: unknown) => void) => Codec,
  waiting: (codec: Codec) => number,
): Running<Codec> {
  let wake = () => {}
  let fail: (reason: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  const codec = create(() => wake(), fail)
  codec.addEventListener('dequeue', () => wake())
  const change = () =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, LOOK_AGAIN)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const room = async () => {
    while (waiting(codec) >= QUEUE) await Promise.race([change(), failed])
  }
  return { codec, failed, room }
}

export function encoder(api: Api, output: (chunk: EncodedChunk) => void): Running<Encoder> {
  return running(
    (changed, error) => {
      const taken = (chunk: EncodedChunk) => {
        output(chunk)
        changed()
      }
      return new api.VideoEncoder({ output: taken, error })
    },
    codec => codec.encodeQueueSize,
  )
}

export function decoder(api: Api, output: (frame: Frame) => void): Running<Decoder> {
  return running(
    (changed, error) => {
      const taken = (frame: Frame) => {
        output(frame)
        changed()
      }
      return new api.VideoDecoder({ output: taken, error })
    },
    codec => codec.decodeQueueSize,
  )
}

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

/** Starts a clock of the wall and of the processors, which other work on the machine disturbs less. */
export function stopwatch(): (frames: number) => { fps: number; 'cpu ms a frame': number } {
  const [start, before] = [performance.now(), process.cpuUsage()]
  return frames => {
    const { user, system } = process.cpuUsage(before)
    return { fps: (frames / since(start)) * 1000, 'cpu ms a frame': (user + system) / 1000 / frames }
  }
}

/** Milliseconds since `start`, which performance.now() gave. */
export const since = (start: number): number => performance.now() - start

export const megabytes = (bytes: number): number => bytes / (1 << 20)
