// Loads the addon that the argument names, then does all that makes or fills array buffers. Prints, as JSON, what the addon
// exports, and of all that came out the length in bytes and a digest.
import { createHash } from 'node:crypto'
import { constants } from 'node:os'
import { convertVideoFrame, EncodedVideoChunk, mergeAlpha, VideoFrame } from 'webcodecs-native'
import { MEDIA } from './common.js'

const COUNT = 5
const SIZE = { width: 64, height: 48 }

async function bytesOfFrame(frame, options) {
  const bytes = new Uint8Array(frame.allocationSize(options))
  await frame.copyTo(bytes, options)
  frame.close()
  return bytes
}

function bytesOfSamples(samples) {
  const bytes = new Uint8Array(samples.allocationSize({ planeIndex: 0 }))
  samples.copyTo(bytes, { planeIndex: 0 })
  samples.close()
  return bytes
}

/** A chunk made anew of the bytes of one. */
function remade(chunk) {
  const data = new Uint8Array(chunk.byteLength)
  chunk.copyTo(data)
  return new chunk.constructor({ type: chunk.type, timestamp: chunk.timestamp, data })
}

function summary(all) {
  const bytes = Buffer.concat(all)
  return { length: bytes.length, digest: createHash('sha256').update(bytes).digest('hex') }
}

/** Decodes chunks made anew of the bytes of those that an encoder made. */
async function roundTrip(kind, options, bytesOf) {
  const { makeChunks, makeDecoder } = MEDIA[kind]
  const { chunks, decoderConfig } = await makeChunks(COUNT, options)
  const outputs = []
  const decoder = makeDecoder(output => outputs.push(bytesOf(output)), decoderConfig)
  for (const chunk of chunks) decoder.decode(remade(chunk))
  await decoder.flush()
  decoder.close()
  return summary(await Promise.all(outputs))
}

/** Encodes the alpha, decodes it by itself, and puts it back. */
async function alphaRoundTrip() {
  const { makeDecoder, makeEncoder } = MEDIA.video
  const data = new Uint8Array(SIZE.width * SIZE.height * 2.5).fill(100)
  const source = new VideoFrame(data, {
    format: 'I420A',
    codedWidth: SIZE.width,
    codedHeight: SIZE.height,
    timestamp: 0,
  })
  const outputs = { colors: [], alpha: [] }
  const decoders = Object.values(outputs).map(frames => makeDecoder(frame => frames.push(frame), { codec: 'vp8' }))
  const encoder = makeEncoder(
    (chunk, { alphaSideData }) => {
      const { type, timestamp } = chunk
      decoders[0].decode(chunk)
      decoders[1].decode(new EncodedVideoChunk({ type, timestamp, data: alphaSideData }))
    },
    { alpha: 'keep' },
  )
  encoder.encode(source)
  await encoder.flush()
  await Promise.all(decoders.map(decoder => decoder.flush()))
  const merged = mergeAlpha(outputs.colors[0], outputs.alpha[0])
  for (const frame of [source, ...outputs.colors, ...outputs.alpha]) frame.close()
  return summary([await bytesOfFrame(merged)])
}

async function converted() {
  const frame = MEDIA.video.makeInput(0, SIZE)
  const result = await convertVideoFrame(frame, { format: 'NV12' })
  return summary([await bytesOfFrame(result), await bytesOfFrame(frame, { format: 'RGBA' })])
}

const control = { exports: {} }
process.dlopen(control, process.argv[2], constants.dlopen.RTLD_NOW)
const video = ['vp8', 'vp09.00.10.08', 'avc1.42001f', 'hvc1.1.6.L93.B0', 'av01.0.04M.08']
const audio = ['opus', 'mp4a.40.2', 'flac']
const trips = [
  ...video.map(codec => ['video', { codec, ...SIZE }, bytesOfFrame]),
  ...audio.map(codec => ['audio', { codec, frames: 1024 }, bytesOfSamples]),
]
const decoded = await Promise.all(trips.map(async trip => [trip[1].codec, await roundTrip(...trip)]))
const results = { ...Object.fromEntries(decoded), alpha: await alphaRoundTrip(), converted: await converted() }
console.log(JSON.stringify({ statuses: control.exports, results }))
