import test from 'ava'
import { type VideoDecoderConfig, VideoEncoder, VideoFrame, type VideoFrameInit } from '../../index.js'
import { CODEC_NAMES, CODECS, writeStream } from '../support/codecs.js'
import { exception } from '../support/exception.js'
import { gray, mean, pixels } from '../support/frames.js'
import { decodedByFfmpeg } from '../support/programs.js'
import { decodeAll, encodeAll, encoderConfig, recording, recordingDecoder } from '../support/recording.js'

const [WIDTH, HEIGHT] = [64, 48]
const LUMA = WIDTH * HEIGHT

/** Light above, dark below. */
function horizon(init: VideoFrameInit = {}): VideoFrame {
  const data = new Uint8Array(LUMA * 1.5)
    .fill(128)
    .fill(200, 0, LUMA / 2)
    .fill(40, LUMA / 2, LUMA)
  const frame = new VideoFrame(data, { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp: 0 })
  const turned = new VideoFrame(frame, init)
  frame.close()
  return turned
}

/** Whether the bytes are those of the horizon, not turned. */
const isUpright = (bytes: Uint8Array): boolean =>
  Math.abs(mean(bytes, LUMA / 2) - 200) < 5 && Math.abs(mean(bytes.subarray(LUMA / 2), LUMA / 2) - 40) < 5

for (const [i, name] of CODEC_NAMES.entries()) {
  const rotation = 90 * (1 + (i % 3))
  const flip = i % 2 === 0
  test(`#dom-videoencoder-active-orientation-slot: ${name}: goes by the decoderConfig to the decoded frames, the pixels stay`, async t => {
    const { encoder, packets } = recording(t, name, { latencyMode: 'realtime', ...CODECS[name].elementary })
    const source = horizon({ rotation, flip })
    t.true(isUpright(await pixels(source)))
    const { displayWidth, displayHeight } = source
    encodeAll(encoder, [source, horizon({ rotation, flip, timestamp: 33_000 })])
    await encoder.flush()

    const decoded = await decodedByFfmpeg(await writeStream(t, name, packets), 'yuv420p', LUMA * 1.5)
    t.deepEqual(decoded.map(isUpright), [true, true])

    const { decoderConfig } = packets[0]?.metadata ?? {}
    t.like(decoderConfig, { rotation, flip, codedWidth: WIDTH, codedHeight: HEIGHT })
    const { decoder, frames } = recordingDecoder(t, decoderConfig as VideoDecoderConfig)
    decodeAll(decoder, packets)
    await decoder.flush()
    t.is(frames.length, 2)
    for (const frame of frames) {
      t.like(frame, { rotation, flip, displayWidth, displayHeight, codedWidth: WIDTH, codedHeight: HEIGHT })
      t.true(isUpright(await pixels(frame)))
    }
  })
}

test('#dom-videoencoder-active-orientation-slot: outlives flush(), and ends with configure() and reset()', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  const turned = gray(50, { rotation: 90 })
  encoder.encode(turned)
  await encoder.flush()
  const upright = gray(60, { timestamp: 1 })
  t.throws(() => encoder.encode(upright), exception('DataError'))
  encoder.reset()
  encoder.configure(encoderConfig('vp8'))
  encoder.encode(upright)
  t.throws(() => encoder.encode(turned), exception('DataError'))
  encoder.configure(encoderConfig('vp8'))
  encodeAll(encoder, [turned])
  await encoder.flush()
  upright.close()
  t.deepEqual(
    packets.map(({ metadata }) => metadata?.decoderConfig?.rotation),
    [90, 0, 90],
  )
})

test('#dom-videoencoder-active-orientation-slot: is that of the frame as it is rendered, however it came about', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  const once = gray(50, { rotation: 90 })
  encoder.encode(once)
  encoder.encode(once.clone())
  encoder.encode(new VideoFrame(gray(50), { rotation: 95 }))
  encoder.encode(new VideoFrame(gray(50, { rotation: 180 }), { rotation: 270 }))
  encoder.encode(new VideoFrame(gray(50, { rotation: 180, flip: true }), { rotation: 90, flip: true }))
  t.throws(() => encoder.encode(new VideoFrame(once, { flip: true })), exception('DataError'))
  await encoder.flush()
  t.is(packets.length, 5)
})

test('#dom-videoencoder-active-orientation-slot: a frame that is refused does not set it', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  const closed = gray(50, { rotation: 90 })
  closed.close()
  t.throws(() => encoder.encode(closed), { instanceOf: TypeError })
  const unconfigured = new VideoEncoder({ output() {}, error() {} })
  t.throws(() => unconfigured.encode(gray(50)), exception('InvalidStateError'))
  encodeAll(encoder, [gray(50, { rotation: 180 })])
  await encoder.flush()
  t.is(packets[0]?.metadata?.decoderConfig?.rotation, 180)
})

test('#dom-videodecoderconfig-rotation: is rounded to quarter turns on the frames', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  encodeAll(encoder, [gray(50)])
  await encoder.flush()
  for (const [rotation, expected] of [
    [44, 0],
    [-45, 0],
    [-46, 270],
    [809, 90],
  ] as const) {
    const { decoder, frames } = recordingDecoder(t, { codec: 'vp8', rotation })
    decodeAll(decoder, packets)
    await decoder.flush()
    t.is(frames[0]?.rotation, expected)
  }
})
