import test from 'ava'
import { VideoFrame } from '../../index.js'
import { CODEC_NAMES, CODECS, writeStream } from '../support/codecs.js'
import { gray, mean } from '../support/frames.js'
import { decodedByFfmpeg } from '../support/programs.js'
import { encodeAll, recording } from '../support/recording.js'

const SIZE = { width: 64, height: 48 }
const FRAME_BYTES = 64 * 48 * 1.5

/** Left half black, right half white. */
function halves(width: number, height: number, timestamp: number): VideoFrame {
  const data = new Uint8Array(width * height * 4).fill(255)
  for (let i = 0; i < data.length; i += 4) if ((i / 4) % width < width / 2) data.fill(0, i, i + 3)
  return new VideoFrame(data, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp })
}

/** The mean luma of columns of a 64x48 frame. */
function columns(frame: Buffer, from: number, to: number): number {
  return mean(Buffer.concat(Array.from({ length: 48 }, (_, y) => frame.subarray(y * 64 + from, y * 64 + to))))
}

for (const codec of CODEC_NAMES) {
  test(`#dom-videoencoderconfig-width: ${codec}: larger and smaller frames are scaled to the configured size`, async t => {
    const { encoder, packets } = recording(t, codec, { bitrate: 1_000_000, ...CODECS[codec].elementary })
    const sizes = [
      [64, 48],
      [640, 480],
      [16, 12],
      [33, 91],
      [1, 1],
    ] as const
    encodeAll(
      encoder,
      sizes.map(([width, height], i) => halves(width, height, i)),
    )
    await encoder.flush()
    t.is(packets.length, sizes.length)
    const decoded = await decodedByFfmpeg(await writeStream(t, codec, packets, SIZE), 'yuv420p', FRAME_BYTES)
    t.is(decoded.length, sizes.length)
    for (const frame of decoded.slice(0, -1)) {
      t.true(columns(frame, 4, 24) < 30)
      t.true(columns(frame, 40, 60) > 220)
    }
  })
}

test('#dom-videoencoderconfig-width: only the visible rectangle is encoded, whatever the coded size', async t => {
  const { encoder, packets } = recording(t, 'vp8', { bitrate: 1_000_000 })
  const whole = halves(128, 96, 0)
  const crops = [
    { x: 0, y: 0, width: 64, height: 48 },
    { x: 64, y: 48, width: 64, height: 48 },
    { x: 70, y: 2, width: 20, height: 20 },
  ]
  encodeAll(
    encoder,
    crops.map((visibleRect, timestamp) => new VideoFrame(whole, { visibleRect, timestamp })),
  )
  whole.close()
  await encoder.flush()
  const decoded = await decodedByFfmpeg(await writeStream(t, 'vp8', packets, SIZE), 'yuv420p', FRAME_BYTES)
  t.deepEqual(
    decoded.map(frame => Math.round(mean(frame, 64 * 48) / 235)),
    [0, 1, 1],
  )
})

test('#dom-videoencoderconfig-width: odd crops of planar frames are exact', async t => {
  const { encoder, packets } = recording(t, 'vp8', { bitrate: 1_000_000 })
  const whole = gray(180, { width: 101, height: 67, visibleRect: { x: 2, y: 2, width: 99, height: 65 } })
  encodeAll(encoder, [whole])
  await encoder.flush()
  const [decoded] = await decodedByFfmpeg(await writeStream(t, 'vp8', packets, SIZE), 'yuv420p', FRAME_BYTES)
  t.true(decoded?.subarray(0, 64 * 48).every(level => Math.abs(level - 180) < 4))
})
