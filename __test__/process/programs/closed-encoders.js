// Encodes with one encoder after the other. Prints, as JSON, how many bytes more than before are resident with the last one at
// work, and when it has been closed.
import { memoryUsage } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { VideoEncoder, VideoFrame } from 'webcodecs-native'

const ENCODERS = 3
const FRAMES = 5
/** Milliseconds in which a codec's thread has ended, many times over. */
const ENDED = 5_000

const [width, height] = [1280, 720]
const picture = new Uint8Array(width * height * 1.5)
const start = memoryUsage.rss()
const grown = () => memoryUsage.rss() - start

async function encode() {
  const encoder = new VideoEncoder({
    output: () => {},
    error: error => {
      throw error
    },
  })
  encoder.configure({ codec: 'vp09.00.31.08', width, height, latencyMode: 'realtime' })
  for (let number = 0; number < FRAMES; number++) {
    const frame = new VideoFrame(picture, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: number * 40_000,
    })
    encoder.encode(frame)
    frame.close()
  }
  await encoder.flush()
  const open = grown()
  encoder.close()
  return open
}

let open = 0
for (let number = 0; number < ENCODERS; number++) open = await encode()
let closed = grown()
for (const end = performance.now() + ENDED; closed > open / 3 && performance.now() < end; closed = grown())
  await setImmediate()
console.log(JSON.stringify({ open, closed }))
