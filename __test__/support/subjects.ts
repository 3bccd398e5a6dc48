import type { ExecutionContext } from 'ava'
import { EncodedVideoChunk, type VideoDecoder, type VideoEncoder } from '../../index.js'
import { gray } from './frames.js'
import { readIvf } from './ivf.js'
import { ffmpeg } from './programs.js'
import { encodeAll, encoderConfig, type Hooks, recordingDecoder, recordingEncoder } from './recording.js'

/** VideoEncoder and VideoDecoder behind one face, for the behaviour that they share. */
export interface Subject {
  name: 'VideoEncoder' | 'VideoDecoder'
  /** How the specification's anchors name the interface. */
  anchor: 'videoencoder' | 'videodecoder'
  open(t: ExecutionContext): Opened
}

export interface Opened {
  codec: VideoEncoder | VideoDecoder
  /** What was called back: `output <timestamp>`, `error <name>`. */
  log: string[]
  errors: DOMException[]
  hooks: Hooks
  /** With VP8, which needs few milliseconds. */
  configure(): void
  /** With a configuration that is valid and not supported. */
  configureUnsupported(): void
  /** Queues items, each decodable alone; the timestamps count up from 0. */
  feed(count: number): void
  queueSize(): number
}

/** VP8 key frames of 64x48. */
export const KEY_CHUNKS = readIvf(
  await ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=64x48',
    '-frames:v',
    '40',
    '-c:v',
    'libvpx',
    '-g',
    '1',
    '-f',
    'ivf',
    '-',
  ),
)

function encoderSubject(t: ExecutionContext): Opened {
  const { encoder, hooks, log, errors } = recordingEncoder(t)
  let timestamp = 0
  return {
    codec: encoder,
    log,
    errors,
    hooks,
    configure: () => encoder.configure(encoderConfig('vp8')),
    configureUnsupported: () => encoder.configure({ ...encoderConfig('vp8'), codec: 'vp7' }),
    feed: count =>
      encodeAll(
        encoder,
        Array.from({ length: count }, () => gray(100, { timestamp: timestamp++ })),
      ),
    queueSize: () => encoder.encodeQueueSize,
  }
}

function decoderSubject(t: ExecutionContext): Opened {
  const { decoder, hooks, log, errors } = recordingDecoder(t)
  let timestamp = 0
  const chunk = () => {
    const data = KEY_CHUNKS[timestamp % KEY_CHUNKS.length] as Buffer
    return new EncodedVideoChunk({ type: 'key', timestamp: timestamp++, data })
  }
  return {
    codec: decoder,
    log,
    errors,
    hooks,
    configure: () => decoder.configure({ codec: 'vp8' }),
    configureUnsupported: () => decoder.configure({ codec: 'vp7' }),
    feed: count => {
      for (let i = 0; i < count; i++) decoder.decode(chunk())
    },
    queueSize: () => decoder.decodeQueueSize,
  }
}

export const SUBJECTS: Subject[] = [
  { name: 'VideoEncoder', anchor: 'videoencoder', open: encoderSubject },
  { name: 'VideoDecoder', anchor: 'videodecoder', open: decoderSubject },
]
