import type { ExecutionContext } from 'ava'
import type { AudioData, AudioDecoderConfig, AudioEncoderConfig, AudioSampleFormat } from '../../index.js'
import { audioData } from './blocks.js'
import {
  decodeAllAudio,
  encodeAll,
  type RecordingAudioEncoder,
  recordingAudioDecoder,
  recordingAudioEncoder,
} from './recording.js'
import { interleaved, planes, type Sound } from './tones.js'

/** Samples, frame by frame; their type says which format they have. */
export interface Samples {
  /** In Hz. */
  rate: number
  channels: number
  data: Parameters<typeof audioData>[0]
}

export const samplesOf = (sound: Sound): Samples => ({
  rate: sound.rate,
  channels: sound.channels.length,
  data: interleaved(sound),
})

/** An encoder's chunk with its bytes and metadata, as the tests keep it. */
export type AudioPacket = RecordingAudioEncoder['packets'][number]

export interface EncodedSound {
  packets: AudioPacket[]
  /** What came with the first chunk. */
  decoderConfig: AudioDecoderConfig
  priming: number
}

interface Feeding {
  /** Frames in each AudioData but the last. */
  block?: number
  /** Of the first AudioData, in microseconds. */
  timestamp?: number
}

/** Encodes samples, at their own rate, and flushes; rejects with what the error callback gets. */
export async function encodeAudio(
  t: ExecutionContext,
  config: Partial<AudioEncoderConfig> & { codec: string },
  samples: Samples,
  feeding: Feeding = {},
): Promise<EncodedSound> {
  const { rate: sampleRate, channels: numberOfChannels } = samples
  const { encoder, packets } = recordingAudioEncoder(t, { sampleRate, numberOfChannels, ...config })
  encodeAll(encoder, inBlocks(samples, feeding))
  await encoder.flush()
  const { decoderConfig, priming } = packets[0]?.metadata ?? {}
  if (!decoderConfig || priming === undefined) throw new Error('the first chunk has no decoderConfig and priming')
  return { packets, decoderConfig, priming }
}

function* inBlocks({ rate, channels, data }: Samples, { block = 1024, timestamp = 0 }: Feeding): Generator<AudioData> {
  const frames = data.length / channels
  for (let at = 0; at < frames; at += block) {
    const part = data.slice(at * channels, Math.min(frames, at + block) * channels)
    yield audioData(part, { channels, sampleRate: rate, timestamp: timestamp + Math.floor((at * 1e6) / rate) })
  }
}

/** An AudioData's attributes and all of its bytes. */
export interface DecodedBlock {
  format: AudioSampleFormat
  sampleRate: number
  numberOfFrames: number
  numberOfChannels: number
  timestamp: number
  /** In the AudioData's own format: plane after plane. */
  bytes: Buffer
}

export interface DecodedSound {
  blocks: DecodedBlock[]
  /** The blocks joined, at the rate and with the channels of the first. */
  sound: Sound
}

interface Chunk {
  data: Uint8Array<ArrayBuffer>
  timestamp: number
}

/** Decodes chunks and flushes; rejects with what the error callback gets. */
export async function decodeAudio(
  t: ExecutionContext,
  config: AudioDecoderConfig,
  chunks: Chunk[],
): Promise<DecodedSound> {
  const { decoder, outputs } = recordingAudioDecoder(t, config)
  decodeAllAudio(
    decoder,
    chunks.map(({ data, timestamp }) => ({ type: 'key', data, timestamp })),
  )
  await decoder.flush()
  const { sampleRate = 0, numberOfChannels = 1 } = outputs[0] ?? {}
  const parts = outputs.map(output => {
    const bytes = Buffer.alloc(output.allocationSize({ planeIndex: 0, format: 'f32' }))
    output.copyTo(bytes, { planeIndex: 0, format: 'f32' })
    return bytes
  })
  const floats = new Float32Array(new Uint8Array(Buffer.concat(parts)).buffer)
  return { blocks: outputs.map(blockOf), sound: { rate: sampleRate, channels: planes(floats, numberOfChannels) } }
}

function blockOf(audio: AudioData): DecodedBlock {
  const { format, sampleRate, numberOfFrames, numberOfChannels, timestamp } = audio
  if (!format) throw new Error('the AudioData is closed')
  const count = format.endsWith('-planar') ? numberOfChannels : 1
  const parts = Array.from({ length: count }, (_, planeIndex) => {
    const bytes = Buffer.alloc(audio.allocationSize({ planeIndex }))
    audio.copyTo(bytes, { planeIndex })
    return bytes
  })
  return { format, sampleRate, numberOfFrames, numberOfChannels, timestamp, bytes: Buffer.concat(parts) }
}
