import { AudioData, type AudioSampleFormat } from '../../index.js'

interface BlockOptions {
  frames?: number
  channels?: number
  sampleRate?: number
  /** Microseconds. */
  timestamp?: number
  /** What frame of the tone the block begins with. */
  from?: number
}

/** Interleaved f32 of a tone for each channel, each of its own pitch, with a little noise that is always the same. */
export function tone({
  frames = 1024,
  channels = 2,
  sampleRate = 48_000,
  from = 0,
}: BlockOptions = {}): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(frames * channels)
  for (let i = 0; i < samples.length; i++) {
    const [frame, channel] = [from + Math.floor(i / channels), i % channels]
    const noise = ((Math.imul(frame * channels + channel, 0x9e3779b1) >>> 8) % 1000) / 1000 - 0.5
    samples[i] = 0.4 * Math.sin((2 * Math.PI * (220 + 110 * channel) * frame) / sampleRate) + 0.02 * noise
  }
  return samples
}

/** An AudioData of `samples`, all channels of a frame together. */
export function audioData(
  samples: Float32Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
  { channels = 2, sampleRate = 48_000, timestamp = 0 }: BlockOptions = {},
): AudioData {
  const format = FORMATS[samples.constructor.name] as AudioSampleFormat
  const numberOfFrames = samples.length / channels
  return new AudioData({ format, sampleRate, numberOfFrames, numberOfChannels: channels, timestamp, data: samples })
}

const FORMATS: Record<string, AudioSampleFormat> = {
  Float32Array: 'f32',
  Int16Array: 's16',
  Int32Array: 's32',
  Uint8Array: 'u8',
}

/** A block of the tone. */
export const block = (options: BlockOptions = {}): AudioData => audioData(tone(options), options)

/** `count` blocks of the tone that follow each other. */
export function* blocks(
  count: number,
  { timestamp = 0, from = 0, ...options }: BlockOptions = {},
): Generator<AudioData> {
  const { frames = 1024, sampleRate = 48_000 } = options
  for (let i = 0; i < count; i++) {
    const start = Math.round((i * frames * 1e6) / sampleRate)
    yield block({ ...options, timestamp: timestamp + start, from: from + i * frames })
  }
}
