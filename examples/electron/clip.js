// A clip of a square that crosses the picture, as VP8 in an IVF file.
import { open } from 'node:fs/promises'

const WIDTH = 640
const HEIGHT = 360
const FRAMERATE = 30
const COUNT = 90
const SIDE = 80
/** Frames that wait at the encoder: more would only take memory. */
const LONGEST_QUEUE = 4

/** RGBA, each time in the same memory: a VideoFrame copies it. */
function render(pixels, number) {
  const left = Math.floor((number * (WIDTH - SIDE)) / (COUNT - 1))
  const top = (HEIGHT - SIDE) / 2
  pixels.fill(0xff40_2010)
  for (let y = top; y < top + SIDE; y++) pixels.fill(0xff20_a0f0, y * WIDTH + left, y * WIDTH + left + SIDE)
}

function fileHeader() {
  const header = Buffer.alloc(32)
  header.write('DKIF\0\0 \0VP80', 'latin1')
  header.writeUInt16LE(WIDTH, 12)
  header.writeUInt16LE(HEIGHT, 14)
  header.writeUInt32LE(FRAMERATE, 16)
  header.writeUInt32LE(1, 20)
  header.writeUInt32LE(COUNT, 24)
  return header
}

function chunkWithHeader(chunk, number) {
  const bytes = Buffer.alloc(12 + chunk.byteLength)
  bytes.writeUInt32LE(chunk.byteLength, 0)
  bytes.writeBigUInt64LE(BigInt(number), 4)
  chunk.copyTo(bytes.subarray(12))
  return bytes
}

/** Encodes the clip; `show` is told after each chunk what part is done, from 0 to 1. */
export async function encodeClip({ VideoEncoder, VideoFrame }, file, show) {
  const output = await open(file, 'w')
  let failure
  let written = output.write(fileHeader())
  let count = 0
  const encoder = new VideoEncoder({
    output(chunk) {
      const bytes = chunkWithHeader(chunk, count)
      count += 1
      written = written.then(() => output.write(bytes))
      show(count / COUNT)
    },
    error(exception) {
      failure = exception
    },
  })
  try {
    encoder.configure({ codec: 'vp8', width: WIDTH, height: HEIGHT, framerate: FRAMERATE, bitrate: 1_000_000 })
    const pixels = new Uint32Array(WIDTH * HEIGHT)
    for (let number = 0; number < COUNT && !failure; number++) {
      render(pixels, number)
      const timestamp = Math.round((number * 1e6) / FRAMERATE)
      const frame = new VideoFrame(pixels, { format: 'RGBA', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp })
      encoder.encode(frame)
      frame.close()
      while (encoder.encodeQueueSize > LONGEST_QUEUE) {
        await new Promise(resolve => encoder.addEventListener('dequeue', resolve, { once: true }))
      }
    }
    if (failure) throw failure
    await encoder.flush()
    await written
  } finally {
    if (encoder.state !== 'closed') encoder.close()
    await output.close()
  }
}
