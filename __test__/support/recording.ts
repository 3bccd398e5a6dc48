import type { ExecutionContext } from 'ava'
import {
  EncodedVideoChunk,
  type EncodedVideoChunkInit,
  VideoDecoder,
  type VideoDecoderConfig,
  VideoEncoder,
  type VideoEncoderConfig,
  type VideoEncoderEncodeOptions,
  type VideoFrame,
} from '../../index.js'
import { CODECS, type CodecName } from './codecs.js'
import type { Packet } from './media.js'

/** What a codec called back, in order: `output <timestamp>`, `error <name>`, `dequeue`; tests add lines of their own. */
type Log = string[]

interface Codec extends EventTarget {
  readonly state: string
  close(): void
}

function closeAfter(t: ExecutionContext, codec: Codec): void {
  t.teardown(() => {
    if (codec.state !== 'closed') codec.close()
  })
}

/** A small configuration of a codec. */
export function encoderConfig(codec: CodecName, overrides: Partial<VideoEncoderConfig> = {}): VideoEncoderConfig {
  return { codec: CODECS[codec].codec, width: 64, height: 48, framerate: 30, bitrate: 300_000, ...overrides }
}

/** An unconfigured encoder that records what it calls back, and is closed after the test. */
export function recordingEncoder(t: ExecutionContext): RecordingEncoder {
  const hooks: Hooks = { output() {}, error() {} }
  const log: Log = []
  const packets: Packet[] = []
  const errors: DOMException[] = []
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      const { type, timestamp, duration } = chunk
      const data = new Uint8Array(chunk.byteLength)
      chunk.copyTo(data)
      packets.push({ type, timestamp, duration, data, metadata })
      log.push(`output ${timestamp}`)
      hooks.output()
    },
    error(exception) {
      errors.push(exception)
      log.push(`error ${exception.name}`)
      hooks.error()
    },
  })
  closeAfter(t, encoder)
  return { encoder, hooks, log, packets, errors }
}

/** What a test does inside of the callbacks, after they were recorded. */
export interface Hooks {
  output(): void
  error(): void
}

export interface RecordingEncoder {
  encoder: VideoEncoder
  hooks: Hooks
  log: Log
  packets: Packet[]
  errors: DOMException[]
}

/** The same, configured for `codec`. */
export function recording(
  t: ExecutionContext,
  codec: CodecName,
  overrides: Partial<VideoEncoderConfig> = {},
): RecordingEncoder {
  const recorded = recordingEncoder(t)
  recorded.encoder.configure(encoderConfig(codec, overrides))
  return recorded
}

export interface RecordingDecoder {
  decoder: VideoDecoder
  hooks: Hooks
  log: Log
  /** Closed after the test. */
  frames: VideoFrame[]
  errors: DOMException[]
}

/** A decoder that records what it calls back, and is closed after the test with its frames. Configured when `config` is given. */
export function recordingDecoder(t: ExecutionContext, config?: VideoDecoderConfig): RecordingDecoder {
  const hooks: Hooks = { output() {}, error() {} }
  const log: Log = []
  const frames: VideoFrame[] = []
  const errors: DOMException[] = []
  const decoder = new VideoDecoder({
    output(frame) {
      frames.push(frame)
      log.push(`output ${frame.timestamp}`)
      hooks.output()
    },
    error(exception) {
      errors.push(exception)
      log.push(`error ${exception.name}`)
      hooks.error()
    },
  })
  t.teardown(() => {
    for (const frame of frames) frame.close()
  })
  closeAfter(t, decoder)
  if (config) decoder.configure(config)
  return { decoder, hooks, log, frames, errors }
}

/** Encodes and closes the frames. */
export function encodeAll(
  encoder: VideoEncoder,
  frames: Iterable<VideoFrame>,
  options: VideoEncoderEncodeOptions = {},
): void {
  for (const frame of frames) {
    encoder.encode(frame, options)
    frame.close()
  }
}

/** What a chunk is made of; packets of an encoder have a null for no duration. */
type Chunk = Omit<EncodedVideoChunkInit, 'duration'> & { duration?: number | null | undefined }

export function decodeAll(decoder: VideoDecoder, chunks: Iterable<Chunk>): void {
  for (const { type, timestamp, duration, data } of chunks) {
    decoder.decode(new EncodedVideoChunk({ type, timestamp, data, ...(duration != null && { duration }) }))
  }
}

/** Resolves with the next event of that type. */
export function once(target: EventTarget, type: string): Promise<Event> {
  return new Promise(resolve => target.addEventListener(type, resolve, { once: true }))
}
