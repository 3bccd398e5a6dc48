import test, { type ExecutionContext } from 'ava'
import { VideoFrame } from '../../index.js'
import { CODECS, type CodecName, writeStream } from '../support/codecs.js'
import { quality } from '../support/judging.js'
import { encodeAll, recording } from '../support/recording.js'

const SIZE = { width: 320, height: 176 }
const COUNT = 24
/** Luma samples of a line of text, by which it moves. */
const LINE = 16

/** A page of strokes that look like letters to an encoder, scrolled by one line in every third frame. */
function page(step: number): Uint8Array<ArrayBuffer> {
  const { width, height } = SIZE
  const data = new Uint8Array((width * height * 3) / 2).fill(128).fill(235, 0, width * height)
  for (let y = 0; y < height; y++) {
    const line = Math.floor(y / LINE) + Math.floor(step / 3)
    const row = y % LINE
    if (row < 3 || row > 12) continue
    for (let x = 8; x < width - 8; x++) {
      const letter = Math.imul(line * 97 + (x >> 3) + 1, 0x9e3779b1) >>> 0
      const upright = x % 8 < 6 && (letter >>> (x % 8)) & 1
      const bar = x % 8 < 6 && row % 4 === 3 && (letter >>> (8 + (row >> 2))) & 1
      if (upright || bar) data[y * width + x] = 16
    }
  }
  return data
}

const PAGES = Array.from({ length: COUNT }, (_, step) => page(step))

function* frames(): Generator<VideoFrame> {
  const { width: codedWidth, height: codedHeight } = SIZE
  for (const [i, data] of PAGES.entries()) {
    yield new VideoFrame(data, { format: 'I420', codedWidth, codedHeight, timestamp: (i * 1e6) / 30 })
  }
}

async function encoded(t: ExecutionContext, codec: CodecName, latencyMode: LatencyMode, contentHint?: string) {
  const config = { ...SIZE, latencyMode, bitrate: 250_000, ...(contentHint && { contentHint }) }
  const { encoder, packets } = recording(t, codec, { ...config, ...CODECS[codec].elementary })
  encodeAll(encoder, frames())
  await encoder.flush()
  t.is(packets.length, COUNT)
  const bytes = Buffer.concat(packets.map(({ data }) => data))
  const file = await writeStream(t, codec, packets, SIZE)
  return { bytes, ...(await quality(t, file, PAGES, SIZE)) }
}

type LatencyMode = 'quality' | 'realtime'

/** Hints that have options of their own in the row of the codec's encoder. */
const HINTED: [CodecName, LatencyMode, string][] = [
  ['avc', 'realtime', 'text'],
  ['avc', 'quality', 'text'],
  ['hevc', 'quality', 'text'],
  ['vp8', 'realtime', 'text'],
  ['vp9', 'realtime', 'text'],
  ['av1', 'realtime', 'text'],
]

for (const [codec, latencyMode, hint] of HINTED) {
  test(`#dom-videoencoderconfig-contenthint: ${codec}, ${latencyMode}: "${hint}" makes text better for its bits`, async t => {
    const plain = await encoded(t, codec, latencyMode)
    const hinted = await encoded(t, codec, latencyMode, hint)
    t.notDeepEqual(hinted.bytes, plain.bytes)
    const figures = `${hinted.psnr} dB, ${hinted.ssim} in ${hinted.bytes.length}; without ${plain.psnr}, ${plain.ssim} in ${plain.bytes.length}`
    t.true(hinted.psnr >= plain.psnr, figures)
    t.true(hinted.ssim >= plain.ssim, figures)
    t.true(hinted.bytes.length <= plain.bytes.length * 1.05, figures)
  })
}

for (const hint of ['motion', 'detail']) {
  test(`#dom-videoencoderconfig-contenthint: avc: "${hint}" has an effect`, async t => {
    const plain = await encoded(t, 'avc', 'realtime')
    const hinted = await encoded(t, 'avc', 'realtime', hint)
    t.notDeepEqual(hinted.bytes, plain.bytes)
  })
}

test('#dom-videoencoderconfig-contenthint: a hint that is not known is ignored', async t => {
  const plain = await encoded(t, 'avc', 'realtime')
  const hinted = await encoded(t, 'avc', 'realtime', 'speech')
  t.deepEqual(hinted.bytes, plain.bytes)
})
