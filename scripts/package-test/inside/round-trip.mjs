/**
 * Encodes the clip by every codec of the flavour into a file, and decodes it again into a file of bare samples. Says of
 * each on a line of its own how it went, behind the prefix; what the files hold is judged outside.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
  WavOutputFormat,
} from 'mediabunny'
import { FRAMES, HEIGHT, picture, RATE, tone, WIDTH } from './clip.mjs'
import { AUDIO, codecsOf, VIDEO } from './codecs.mjs'

const FORMATS = { mkv: MkvOutputFormat, wav: WavOutputFormat }
const FRAME_DURATION = 33_333
const BLOCK = 960

export async function roundTrip(webcodecs, flavour, folder, prefix = '') {
  mkdirSync(folder, { recursive: true })
  const kinds = [
    { rows: codecsOf(flavour, VIDEO), encode: encodeVideo, mux: muxVideo, decode: decodeVideo },
    { rows: codecsOf(flavour, AUDIO), encode: encodeAudio, mux: muxAudio, decode: decodeAudio },
  ]
  for (const { rows, encode, mux, decode } of kinds) {
    for (const row of rows) {
      try {
        const chunks = await encode(webcodecs, row)
        writeFileSync(`${folder}/${row.name}.${row.container}`, await mux(row, chunks))
        writeFileSync(`${folder}/${row.name}.decoded`, await decode(webcodecs, chunks))
        console.log(`${prefix}${row.name}: done`)
      } catch (error) {
        console.log(`${prefix}${row.name}: ${error}`)
      }
    }
  }
}

/** What comes out of a codec, with what is said beside it. An error makes the flush fail, and is told by that. */
async function outputs(Codec, config, feed) {
  const all = []
  let first
  const codec = new Codec({
    output: (...output) => all.push(output),
    error: error => {
      first ??= error
    },
  })
  codec.configure(config)
  try {
    await feed(codec)
    await codec.flush()
  } catch (error) {
    throw first ?? error
  }
  codec.close()
  return all
}

function encodeVideo({ VideoEncoder, VideoFrame }, { codec }) {
  const config = { codec, width: WIDTH, height: HEIGHT, bitrate: 400_000, framerate: 30 }
  return outputs(VideoEncoder, config, encoder => {
    for (let i = 0; i < FRAMES; i++) {
      const time = { timestamp: i * FRAME_DURATION, duration: FRAME_DURATION }
      const frame = new VideoFrame(picture(i), { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, ...time })
      encoder.encode(frame)
      frame.close()
    }
  })
}

function encodeAudio({ AudioEncoder, AudioData }, { codec }) {
  const config = { codec, sampleRate: RATE, numberOfChannels: 1, bitrate: 96_000 }
  const samples = tone()
  return outputs(AudioEncoder, config, encoder => {
    for (let at = 0; at < samples.length; at += BLOCK) {
      const data = samples.subarray(at, at + BLOCK)
      const shape = { format: 'f32', sampleRate: RATE, numberOfChannels: 1, numberOfFrames: data.length }
      const input = new AudioData({ ...shape, data, timestamp: Math.round((at / RATE) * 1e6) })
      encoder.encode(input)
      input.close()
    }
  })
}

const muxVideo = (row, chunks) =>
  mux(row, chunks, new EncodedVideoPacketSource(row.name), (output, source) => output.addVideoTrack(source))

const muxAudio = (row, chunks) =>
  mux(row, chunks, new EncodedAudioPacketSource(row.name), (output, source) => output.addAudioTrack(source))

async function mux({ container }, chunks, source, add) {
  const output = new Output({ format: new FORMATS[container](), target: new BufferTarget() })
  add(output, source)
  await output.start()
  for (const [chunk, metadata] of chunks) await source.add(packetOf(chunk), metadata)
  await output.finalize()
  return new Uint8Array(output.target.buffer)
}

/** mediabunny's own way asks whether it is of the global class, which one package alone can be. */
function packetOf(chunk) {
  const bytes = new Uint8Array(chunk.byteLength)
  chunk.copyTo(bytes)
  return new EncodedPacket(bytes, chunk.type, chunk.timestamp / 1e6, (chunk.duration ?? 0) / 1e6)
}

const decoderConfig = chunks => chunks.find(([, metadata]) => metadata?.decoderConfig)[1].decoderConfig

async function decodeVideo({ VideoDecoder }, chunks) {
  const frames = await outputs(VideoDecoder, decoderConfig(chunks), decoder => {
    for (const [chunk] of chunks) decoder.decode(chunk)
  })
  const pictures = frames.map(async ([frame]) => {
    const bytes = new Uint8Array(frame.allocationSize())
    await frame.copyTo(bytes)
    frame.close()
    return bytes
  })
  return Buffer.concat(await Promise.all(pictures))
}

async function decodeAudio({ AudioDecoder }, chunks) {
  const all = await outputs(AudioDecoder, decoderConfig(chunks), decoder => {
    for (const [chunk] of chunks) decoder.decode(chunk)
  })
  const parts = all.map(([data]) => {
    const options = { planeIndex: 0, format: 'f32-planar' }
    const bytes = new Uint8Array(data.allocationSize(options))
    data.copyTo(bytes, options)
    data.close()
    return bytes
  })
  return Buffer.concat(parts)
}
