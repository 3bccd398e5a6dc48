// What the programs that run in a process of their own share.
import { VideoDecoder, VideoEncoder, VideoFrame } from 'webcodecs-native'

/** An I420 frame whose pixels depend on its timestamp. */
export function makeFrame(timestamp, { width = 64, height = 48 } = {}) {
  const data = new Uint8Array(width * height * 1.5)
  for (let i = 0; i < data.length; i++) data[i] = 128 + 100 * Math.sin((i + timestamp) / 9)
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp })
}

const fail = error => {
  throw error
}

/** A configured encoder. */
export function makeEncoder(output, { codec = 'vp8', width = 64, height = 48, ...rest } = {}) {
  const encoder = new VideoEncoder({ output, error: fail })
  encoder.configure({ codec, width, height, ...rest })
  return encoder
}

/** A configured decoder. */
export function makeDecoder(output, config = { codec: 'vp8' }) {
  const decoder = new VideoDecoder({ output, error: fail })
  decoder.configure(config)
  return decoder
}

/** Queues and closes `count` frames. */
export function feed(encoder, count, size) {
  for (let timestamp = 0; timestamp < count; timestamp++) {
    const frame = makeFrame(timestamp, size)
    encoder.encode(frame)
    frame.close()
  }
}

/** Resolves with encoded chunks, and the config to decode them. */
export async function makeChunks(count, config = {}) {
  const chunks = []
  let decoderConfig
  const encoder = makeEncoder((chunk, metadata) => {
    chunks.push(chunk)
    decoderConfig ??= metadata.decoderConfig
  }, config)
  feed(encoder, count, config)
  await encoder.flush()
  encoder.close()
  return { chunks, decoderConfig }
}

/** Resolves after that many turns of the event loop. */
export async function turns(count) {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}
