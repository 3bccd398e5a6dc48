// @ts-check
/** Run where the package was just installed: pictures and sound go through an encoder and a decoder each. */
import assert from 'node:assert/strict'
import {
  AudioData,
  AudioDecoder,
  AudioEncoder,
  getBuildInfo,
  VideoDecoder,
  VideoEncoder,
  VideoFrame,
} from 'webcodecs-native'

const COUNT = 30

/** @param {Error} error */
function failed(error) {
  throw error
}

let pictures = 0
const videoDecoder = new VideoDecoder({
  output(frame) {
    assert.deepEqual([frame.codedWidth, frame.codedHeight], [320, 180])
    pictures += 1
    frame.close()
  },
  error: failed,
})
const videoEncoder = new VideoEncoder({
  output(chunk, metadata) {
    if (metadata?.decoderConfig) videoDecoder.configure(metadata.decoderConfig)
    videoDecoder.decode(chunk)
  },
  error: failed,
})
videoEncoder.configure({ codec: 'vp09.00.11.08', width: 320, height: 180, bitrate: 300_000, framerate: 30 })
for (let i = 0; i < COUNT; i++) {
  const data = new Uint8Array(320 * 180 * 4).fill(i * 8)
  const timestamp = Math.round((i * 1e6) / 30)
  const frame = new VideoFrame(data, { format: 'RGBX', codedWidth: 320, codedHeight: 180, timestamp })
  videoEncoder.encode(frame)
  frame.close()
}
await videoEncoder.flush()
await videoDecoder.flush()
assert.equal(pictures, COUNT)

let samples = 0
const audioDecoder = new AudioDecoder({
  output(data) {
    samples += data.numberOfFrames
    data.close()
  },
  error: failed,
})
const audioEncoder = new AudioEncoder({
  output(chunk, metadata) {
    if (metadata?.decoderConfig) audioDecoder.configure(metadata.decoderConfig)
    audioDecoder.decode(chunk)
  },
  error: failed,
})
audioEncoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 2, bitrate: 96_000 })
const second = new Float32Array(48_000 * 2).map((_, i) => Math.sin(i / 20) / 4)
const format = { format: 'f32', sampleRate: 48_000, numberOfChannels: 2, numberOfFrames: 48_000 }
const data = new AudioData(/** @type {AudioDataInit} */ ({ ...format, timestamp: 0, data: second }))
audioEncoder.encode(data)
data.close()
await audioEncoder.flush()
await audioDecoder.flush()
assert.ok(Math.abs(samples - 48_000) < 960, `${samples} samples of 48000`)

console.log(`${pictures} pictures and ${samples} samples came back`, getBuildInfo().ffmpeg)
