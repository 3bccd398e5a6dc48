import test, { type ExecutionContext } from 'ava'
import { type VideoEncoderConfig, VideoFrame } from '../../index.js'
import { CODEC_NAMES, type CodecName } from '../support/codecs.js'
import { recording } from '../support/recording.js'

const SIZE = { width: 160, height: 120 }
const COUNT = 30

/** Frames of noise that differ from each other, which take all the bits they can get. */
function* noise(): Generator<VideoFrame> {
  let state = 1
  for (let i = 0; i < COUNT; i++) {
    const data = Uint8Array.from({ length: SIZE.width * SIZE.height * 1.5 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return 96 + (state >>> 28)
    })
    const { width: codedWidth, height: codedHeight } = SIZE
    yield new VideoFrame(data, { format: 'I420', codedWidth, codedHeight, timestamp: (i * 1e6) / 30 })
  }
}

/** The bytes that the noise is encoded to. */
async function encodedSize(t: ExecutionContext, codec: CodecName, overrides: Partial<VideoEncoderConfig>) {
  const { encoder, packets } = recording(t, codec, { ...SIZE, framerate: 30, latencyMode: 'realtime', ...overrides })
  for (const frame of noise()) {
    encoder.encode(frame)
    frame.close()
  }
  await encoder.flush()
  t.is(packets.length, COUNT)
  return packets.reduce((sum, { data }) => sum + data.length, 0)
}

for (const codec of CODEC_NAMES) {
  for (const bitrateMode of ['variable', 'constant'] as const) {
    test(`#dom-videoencoderconfig-bitrate: ${codec}, ${bitrateMode}: decides on the size`, async t => {
      const low = await encodedSize(t, codec, { bitrate: 200_000, bitrateMode })
      const high = await encodedSize(t, codec, { bitrate: 1_000_000, bitrateMode })
      t.true(high > 1.5 * low, `${low}, ${high}`)
    })
  }

  test(`#dom-videoencoderbitratemode-constant: ${codec}: a second takes about the bits of a second`, async t => {
    const bytes = await encodedSize(t, codec, { bitrate: 1_000_000, bitrateMode: 'constant' })
    t.true(bytes > 125_000 * 0.5 && bytes < 125_000 * 1.5, `${bytes}`)
  })

  test(`#dom-videoencoderconfig-framerate: ${codec}: a higher one leaves fewer bits for a frame`, async t => {
    const slow = await encodedSize(t, codec, { bitrate: 500_000, framerate: 15 })
    const fast = await encodedSize(t, codec, { bitrate: 500_000, framerate: 60 })
    t.true(slow > 1.25 * fast, `${slow}, ${fast}`)
  })
}
