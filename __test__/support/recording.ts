import type { ExecutionContext } from 'ava'
import {
  type AudioData,
  AudioDecoder,
  type AudioDecoderConfig,
  AudioEncoder,
  type AudioEncoderConfig,
  EncodedAudioChunk,
  type EncodedAudioChunkMetadata,
  EncodedVideoChunk,
  type EncodedVideoChunkInit,
  type EncodedVideoChunkMetadata,
  VideoDecoder,
  type VideoDecoderConfig,
  VideoEncoder,
  type VideoEncoderConfig,
  type VideoEncoderEncodeOptions,
  type VideoFrame,
} from '../../index.js'
import { AUDIO_CODECS, type AudioCodecName, CODECS, type CodecName } from './codecs.js'
import type { Packet } from './media.js'

/** What a codec called back, in order: `output <milliseconds>`, `error <name>`; tests add lines of their own. */
type Log = string[]

/** What a test does inside of the callbacks, after they were recorded. */
export interface Hooks {
  output(): void
  error(): void
}

/** What is recorded of every codec. */
export interface Recording {
  hooks: Hooks
  log: Log
  errors: DOMException[]
}

/** The callbacks of a codec, and what they record beside what `keep` does with the outputs. */
function recorder<Output extends { timestamp: number }, Metadata = never>(
  keep: (output: Output, metadata?: Metadata) => void,
) {
  const hooks: Hooks = { output() {}, error() {} }
  const log: Log = []
  const errors: DOMException[] = []
  const callbacks = {
    output(output: Output, metadata?: Metadata) {
      keep(output, metadata)
      log.push(`output ${output.timestamp / 1000}`)
      hooks.output()
    },
    error(exception: DOMException) {
      errors.push(exception)
      log.push(`error ${exception.name}`)
      hooks.error()
    },
  }
  return { callbacks, recording: { hooks, log, errors } }
}

interface Codec<Config> extends EventTarget {
  readonly state: string
  configure(config: Config): void
  close(): void
}

/** Closes it after the test; configures it when `config` is given. */
function prepare<Config>(t: ExecutionContext, codec: Codec<Config>, config: Config | undefined): void {
  t.teardown(() => {
    if (codec.state !== 'closed') codec.close()
  })
  if (config) codec.configure(config)
}

type AudioPacket = Omit<Packet, 'metadata'> & { metadata: EncodedAudioChunkMetadata | undefined }

function packetOf<Metadata>(chunk: EncodedVideoChunk | EncodedAudioChunk, metadata: Metadata | undefined) {
  const { type, timestamp, duration } = chunk
  const data = new Uint8Array(chunk.byteLength)
  chunk.copyTo(data)
  return { type, timestamp, duration, data, metadata }
}

/** A small configuration of a codec. */
export function encoderConfig(codec: CodecName, overrides: Partial<VideoEncoderConfig> = {}): VideoEncoderConfig {
  return { codec: CODECS[codec].codec, width: 64, height: 48, framerate: 30, bitrate: 300_000, ...overrides }
}

export interface RecordingEncoder extends Recording {
  encoder: VideoEncoder
  packets: Packet[]
}

/** An encoder that records what it calls back, and is closed after the test. Configured when `config` is given. */
export function recordingEncoder(t: ExecutionContext, config?: VideoEncoderConfig): RecordingEncoder {
  const packets: Packet[] = []
  const { callbacks, recording } = recorder((chunk: EncodedVideoChunk, metadata?: EncodedVideoChunkMetadata) => {
    packets.push(packetOf(chunk, metadata))
  })
  const encoder = new VideoEncoder(callbacks)
  prepare(t, encoder, config)
  return { encoder, packets, ...recording }
}

/** The same, configured for `codec`. */
export function recording(
  t: ExecutionContext,
  codec: CodecName,
  overrides: Partial<VideoEncoderConfig> = {},
): RecordingEncoder {
  return recordingEncoder(t, encoderConfig(codec, overrides))
}

export interface RecordingDecoder extends Recording {
  decoder: VideoDecoder
  /** Closed after the test. */
  frames: VideoFrame[]
}

/** A decoder that records what it calls back, and is closed after the test with its frames. Configured when `config` is given. */
export function recordingDecoder(t: ExecutionContext, config?: VideoDecoderConfig): RecordingDecoder {
  const frames: VideoFrame[] = []
  const { callbacks, recording } = recorder((frame: VideoFrame) => {
    frames.push(frame)
  })
  const decoder = new VideoDecoder(callbacks)
  t.teardown(() => {
    for (const frame of frames) frame.close()
  })
  prepare(t, decoder, config)
  return { decoder, frames, ...recording }
}

/** 48 kHz stereo of a codec. */
export function audioConfig(codec: AudioCodecName, overrides: Partial<AudioEncoderConfig> = {}): AudioEncoderConfig {
  return { codec: AUDIO_CODECS[codec].codec, sampleRate: 48_000, numberOfChannels: 2, ...overrides }
}

export interface RecordingAudioEncoder extends Recording {
  encoder: AudioEncoder
  packets: AudioPacket[]
}

/** As `recordingEncoder`, for audio. */
export function recordingAudioEncoder(t: ExecutionContext, config?: AudioEncoderConfig): RecordingAudioEncoder {
  const packets: AudioPacket[] = []
  const { callbacks, recording } = recorder((chunk: EncodedAudioChunk, metadata?: EncodedAudioChunkMetadata) => {
    packets.push(packetOf(chunk, metadata))
  })
  const encoder = new AudioEncoder(callbacks)
  prepare(t, encoder, config)
  return { encoder, packets, ...recording }
}

export interface RecordingAudioDecoder extends Recording {
  decoder: AudioDecoder
  /** Closed after the test. */
  outputs: AudioData[]
}

/** As `recordingDecoder`, for audio. */
export function recordingAudioDecoder(t: ExecutionContext, config?: AudioDecoderConfig): RecordingAudioDecoder {
  const outputs: AudioData[] = []
  const { callbacks, recording } = recorder((data: AudioData) => {
    outputs.push(data)
  })
  const decoder = new AudioDecoder(callbacks)
  t.teardown(() => {
    for (const data of outputs) data.close()
  })
  prepare(t, decoder, config)
  return { decoder, outputs, ...recording }
}

/** Encodes and closes the frames or the AudioData. */
export function encodeAll<Input extends { close(): void }>(
  encoder: { encode(input: Input, options?: VideoEncoderEncodeOptions): void },
  inputs: Iterable<Input>,
  options: VideoEncoderEncodeOptions = {},
): void {
  for (const input of inputs) {
    encoder.encode(input, options)
    input.close()
  }
}

/** What a chunk is made of; packets of an encoder have a null for no duration. */
type Chunk = Omit<EncodedVideoChunkInit, 'duration'> & { duration?: number | null | undefined }

const initOf = ({ type, timestamp, duration, data }: Chunk) => ({
  type,
  timestamp,
  data,
  ...(duration != null && { duration }),
})

export function decodeAll(decoder: VideoDecoder, chunks: Iterable<Chunk>): void {
  for (const chunk of chunks) decoder.decode(new EncodedVideoChunk(initOf(chunk)))
}

export function decodeAllAudio(decoder: AudioDecoder, chunks: Iterable<Chunk>): void {
  for (const chunk of chunks) decoder.decode(new EncodedAudioChunk(initOf(chunk)))
}

/** Resolves with the next event of that type. */
export function once(target: EventTarget, type: string): Promise<Event> {
  return new Promise(resolve => target.addEventListener(type, resolve, { once: true }))
}
