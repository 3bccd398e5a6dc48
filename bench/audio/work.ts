/** What several rows of sound do with a contender. The same calls for all of them. */
import type { Api } from '../contenders.js'
import type { Measurement } from '../row.js'
import { type Running, running } from '../running.js'
import type { Packets } from './packets.js'
import { CHANNELS, RATE } from './sounds.js'

type Encoder = InstanceType<Api['AudioEncoder']>
type Decoder = InstanceType<Api['AudioDecoder']>
type Metadata = Parameters<ConstructorParameters<Api['AudioEncoder']>[0]['output']>[1]
export type Data = InstanceType<Api['AudioData']>
export type DataInit = ConstructorParameters<Api['AudioData']>[0]
export type Chunk = InstanceType<Api['EncodedAudioChunk']>

/** Packets are small and soon done: the user of a codec gives it many at once. */
const QUEUE = { full: 64, resume: 32 }

/**
 * Does the work twice in one process and gives the second time, with the first beside it. The ffmpeg program's clock does
 * not see its start either, and V8 compiles what such short work calls while it goes on.
 */
export async function started(work: () => Promise<Measurement>): Promise<Measurement> {
  const { value: first } = await work()
  const measurement = await work()
  return { ...measurement, details: { 'first time': first, ...measurement.details } }
}

/** Frames of the blocks that are encoded. */
export const BLOCK = 1024

export const encoder = (api: Api, output: (chunk: Chunk, metadata?: Metadata) => void): Running<Encoder> =>
  running(
    output,
    init => new api.AudioEncoder(init),
    codec => codec.encodeQueueSize,
    QUEUE,
  )

export const decoder = (api: Api, output: (data: Data) => void): Running<Decoder> =>
  running(
    output,
    init => new api.AudioDecoder(init),
    codec => codec.decodeQueueSize,
    QUEUE,
  )

/** Block `index` of 48 kHz stereo. */
export function dataOf(api: Api, data: Uint8Array<ArrayBuffer>, format: 'f32' | 's16', index: number): Data {
  const timestamp = Math.round((index * BLOCK * 1e6) / RATE)
  const init = { format, sampleRate: RATE, numberOfFrames: BLOCK, numberOfChannels: CHANNELS, timestamp, data }
  return new api.AudioData(init)
}

export const decoderConfig = ({ packets, ...config }: Packets): Omit<Packets, 'packets'> => config

/** The packets as objects of the package. */
export const chunksOf = (api: Api, { packets }: Packets): Chunk[] =>
  packets.map(packet => new api.EncodedAudioChunk({ type: 'key', ...packet }))
