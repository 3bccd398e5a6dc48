// What the programs that run in a process of their own share.
import { readFileSync } from 'node:fs'
import { AudioData, AudioDecoder, AudioEncoder, VideoDecoder, VideoEncoder, VideoFrame } from 'webcodecs-native'

const wave = (i, step) => Math.sin((i + step) / 9)

/** An I420 frame whose pixels depend on its number. */
function makeFrame(number, { width = 64, height = 48 } = {}) {
  const data = new Uint8Array(width * height * 1.5)
  for (let i = 0; i < data.length; i++) data[i] = 128 + 100 * wave(i, number)
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: number * 1000 })
}

/** Stereo at 48 kHz whose samples depend on its number; 48 frames are a millisecond. */
function makeSamples(number, { frames = 48 } = {}) {
  const data = new Float32Array(frames * 2)
  for (let i = 0; i < data.length; i++) data[i] = 0.5 * wave(i, number)
  const timestamp = (number * frames * 1000) / 48
  return new AudioData({
    format: 'f32',
    sampleRate: 48_000,
    numberOfFrames: frames,
    numberOfChannels: 2,
    timestamp,
    data,
  })
}

const fail = error => {
  throw error
}

/** The same for video and audio. Each input gives one output, the timestamps count milliseconds from 0. */
function medium(Encoder, Decoder, makeInput, encoderConfig) {
  /** A configured encoder. */
  function makeEncoder(output, options) {
    const encoder = new Encoder({ output, error: fail })
    encoder.configure(encoderConfig(options))
    return encoder
  }

  /** A configured decoder. */
  function makeDecoder(output, config) {
    const decoder = new Decoder({ output, error: fail })
    decoder.configure(config)
    return decoder
  }

  /** Queues and closes `count` inputs. */
  function feed(encoder, count, options) {
    for (let number = 0; number < count; number++) {
      const input = makeInput(number, options)
      encoder.encode(input)
      input.close()
    }
  }

  /** Resolves with encoded chunks, and the config to decode them. */
  async function makeChunks(count, options) {
    const chunks = []
    let decoderConfig
    const encoder = makeEncoder((chunk, metadata) => {
      chunks.push(chunk)
      decoderConfig ??= metadata.decoderConfig
    }, options)
    feed(encoder, count, options)
    await encoder.flush()
    encoder.close()
    return { chunks, decoderConfig }
  }

  return { Encoder, Decoder, encoderConfig, makeInput, makeEncoder, makeDecoder, feed, makeChunks }
}

export const video = medium(VideoEncoder, VideoDecoder, makeFrame, options => ({
  codec: 'vp8',
  width: 64,
  height: 48,
  ...options,
}))

export const audio = medium(AudioEncoder, AudioDecoder, makeSamples, ({ frames = 48, ...options } = {}) => ({
  codec: 'flac',
  sampleRate: 48_000,
  numberOfChannels: 2,
  flac: { blockSize: frames },
  ...options,
}))

export const MEDIA = { video, audio }

/** The threads of this process, on Linux. */
export const threads = () => Number(/Threads:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0)

/** Collects what nothing refers to until there are no more threads than that: codecs that are left take theirs with them. */
export async function collected(before) {
  do {
    globalThis.gc()
    await turns(10)
  } while (threads() > before)
}

/** Resolves after that many turns of the event loop. */
export async function turns(count) {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}
