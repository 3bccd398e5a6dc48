import type { ExecutionContext } from 'ava'
import { AudioDecoder, AudioEncoder, VideoDecoder, VideoEncoder } from '../../index.js'
import { block } from './blocks.js'
import { gray } from './frames.js'
import { readIvf } from './ivf.js'
import { ffmpeg } from './programs.js'
import {
  decodeAll,
  decodeAllAudio,
  encodeAll,
  encoderConfig,
  type Recording,
  recordingAudioDecoder,
  recordingAudioEncoder,
  recordingDecoder,
  recordingEncoder,
} from './recording.js'

type Codec = VideoEncoder | VideoDecoder | AudioEncoder | AudioDecoder
type Name = 'VideoEncoder' | 'VideoDecoder' | 'AudioEncoder' | 'AudioDecoder'

/** The four codec interfaces behind one face, for the behaviour that they share. */
export interface Subject {
  name: Name
  /** How the specification's anchors name the interface. */
  anchor: Lowercase<Name>
  queueSize: 'encodeQueueSize' | 'decodeQueueSize'
  construct(...args: unknown[]): Codec
  isConfigSupported(config: unknown): Promise<{ supported?: boolean; config?: { codec: string } }>
  /** Of a codec that needs few milliseconds. */
  config: { codec: string }
  /** Valid, and not supported. */
  unsupported: { codec: string }
  open(t: ExecutionContext): Opened
}

export interface Opened extends Recording {
  codec: Codec
  /** With the subject's `config`. */
  configure(): void
  /** With its `unsupported`. */
  configureUnsupported(): void
  /** Queues items, each of which gives one output; the timestamps count milliseconds from 0. */
  feed(count: number): void
  queueSize(): number
}

/** What the interfaces do not have in common. */
interface Traits<C extends Codec, Config> {
  Class: { new (init: never): C; isConfigSupported(config: Config): ReturnType<Subject['isConfigSupported']> }
  config: Config & { codec: string }
  /** An unconfigured codec. `feed` gives it an item: the one of that number, at that time. */
  record(t: ExecutionContext): Recording & { codec: C; feed(number: number, timestamp: number): void }
}

function subject<C extends Codec, Config>(name: Name, { Class, config, record }: Traits<C, Config>): Subject {
  const queueSize = name.endsWith('Encoder') ? 'encodeQueueSize' : 'decodeQueueSize'
  const unsupported = { ...config, codec: 'unheard.of' }
  return {
    name,
    anchor: name.toLowerCase() as Lowercase<Name>,
    queueSize,
    construct: (...args) => Reflect.construct(Class, args),
    isConfigSupported: value => Class.isConfigSupported(value as Config),
    config,
    unsupported,
    open(t) {
      const { feed, ...recorded } = record(t)
      const codec = recorded.codec
      let fed = 0
      return {
        ...recorded,
        configure: () => codec.configure(config as never),
        configureUnsupported: () => codec.configure(unsupported as never),
        feed(count) {
          for (const end = fed + count; fed < end; fed++) feed(fed, fed * 1000)
        },
        queueSize: () => Number(Reflect.get(codec, queueSize)),
      }
    },
  }
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

/** ADTS frames of AAC, 48 kHz mono, 1024 samples each. */
export const AUDIO_CHUNKS = splitAdts(
  await ffmpeg('-f', 'lavfi', '-i', 'sine=sample_rate=48000', '-t', '0.5', '-c:a', 'aac', '-f', 'adts', '-'),
)

/** Frames tell their own length in 13 bits from bit 30 on. */
function splitAdts(stream: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at < stream.length; at += frames.at(-1)?.length as number) {
    const length = (stream.readUIntBE(at + 3, 3) >> 5) & 0x1fff
    frames.push(stream.subarray(at, at + length))
  }
  return frames
}

/** The chunks over and over. */
const chunk = (chunks: Buffer[], number: number, timestamp: number) =>
  ({ type: 'key', timestamp, data: chunks[number % chunks.length] as Buffer }) as const

export const SUBJECTS: Subject[] = [
  subject('VideoEncoder', {
    Class: VideoEncoder,
    config: encoderConfig('vp8'),
    record(t) {
      const { encoder, packets, ...recording } = recordingEncoder(t)
      const feed = (_: number, timestamp: number) => encodeAll(encoder, [gray(100, { timestamp })])
      return { codec: encoder, feed, ...recording }
    },
  }),
  subject('VideoDecoder', {
    Class: VideoDecoder,
    config: { codec: 'vp8' },
    record(t) {
      const { decoder, frames, ...recording } = recordingDecoder(t)
      const feed = (i: number, timestamp: number) => decodeAll(decoder, [chunk(KEY_CHUNKS, i, timestamp)])
      return { codec: decoder, feed, ...recording }
    },
  }),
  subject('AudioEncoder', {
    Class: AudioEncoder,
    config: { codec: 'flac', sampleRate: 48_000, numberOfChannels: 2, flac: { blockSize: 48 } },
    record(t) {
      const { encoder, packets, ...recording } = recordingAudioEncoder(t)
      const feed = (_: number, timestamp: number) => encodeAll(encoder, [block({ frames: 48, timestamp })])
      return { codec: encoder, feed, ...recording }
    },
  }),
  subject('AudioDecoder', {
    Class: AudioDecoder,
    config: { codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 1 },
    record(t) {
      const { decoder, outputs, ...recording } = recordingAudioDecoder(t)
      const feed = (i: number, timestamp: number) => decodeAllAudio(decoder, [chunk(AUDIO_CHUNKS, i, timestamp)])
      return { codec: decoder, feed, ...recording }
    },
  }),
]
