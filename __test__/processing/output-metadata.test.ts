import test from 'ava'
import { type VideoDecoderConfig, VideoFrame } from '../../index.js'
import { CODEC_NAMES, CODECS, writeStream } from '../support/codecs.js'
import { exception } from '../support/exception.js'
import { gray, mean, solid } from '../support/frames.js'
import { decodedByFfmpeg } from '../support/programs.js'
import { decodeAll, encodeAll, encoderConfig, recording, recordingDecoder } from '../support/recording.js'

for (const name of CODEC_NAMES) {
  test(`#output-encodedvideochunks: ${name}: decoderConfig comes with the first chunk and describes it`, async t => {
    const { encoder, packets } = recording(t, name, { displayWidth: 128, displayHeight: 48 })
    encodeAll(encoder, [gray(50), gray(60, { timestamp: 1 })])
    await encoder.flush()
    t.is(packets[0]?.type, 'key')
    const { description, ...decoderConfig } = packets[0]?.metadata?.decoderConfig ?? { codec: 'none' }
    t.deepEqual(decoderConfig, {
      codec: CODECS[name].codec,
      codedWidth: 64,
      codedHeight: 48,
      displayAspectWidth: 128,
      displayAspectHeight: 48,
      colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
      rotation: 0,
      flip: false,
    })
    t.is(description instanceof ArrayBuffer, name === 'avc' || name === 'hevc')
    t.is(description === undefined, name !== 'avc' && name !== 'hevc')
    t.deepEqual(packets[1]?.metadata, {})
  })
}

for (const name of ['avc', 'hevc'] as const) {
  test(`#dom-videodecoderconfig-description: ${name}: none with format annexb`, async t => {
    const { encoder, packets } = recording(t, name, CODECS[name].elementary)
    encodeAll(encoder, [gray(50)])
    await encoder.flush()
    t.false('description' in (packets[0]?.metadata?.decoderConfig ?? {}))
    t.deepEqual([...(packets[0]?.data.slice(0, 4) ?? [])], [0, 0, 0, 1])
  })
}

test('#output-encodedvideochunks: the display size defaults to the size', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  encodeAll(encoder, [gray(50)])
  await encoder.flush()
  const { displayAspectWidth, displayAspectHeight } = packets[0]?.metadata?.decoderConfig ?? {}
  t.deepEqual([displayAspectWidth, displayAspectHeight], [64, 48])
})

test('#output-encodedvideochunks: rotation and flip are those of the frames', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  encodeAll(encoder, [gray(50, { rotation: 90, flip: true })])
  await encoder.flush()
  const { rotation, flip } = packets[0]?.metadata?.decoderConfig ?? {}
  t.deepEqual([rotation, flip], [90, true])
})

test('#output-encodedvideochunks: a decoder with that decoderConfig gives frames the display size of those encoded', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  const frame = gray(50, { rotation: 90 })
  const { displayWidth, displayHeight } = frame
  encodeAll(encoder, [frame])
  await encoder.flush()
  const { decoder, frames } = recordingDecoder(t, packets[0]?.metadata?.decoderConfig as VideoDecoderConfig)
  decodeAll(decoder, packets)
  await decoder.flush()
  t.deepEqual([frames[0]?.displayWidth, frames[0]?.displayHeight], [displayWidth, displayHeight])
})

test('#output-encodedvideochunks: members are in the order that WebIDL gives those of a dictionary', async t => {
  const { encoder, packets } = recording(t, 'avc')
  encodeAll(encoder, [gray(50)])
  await encoder.flush()
  const { decoderConfig } = packets[0]?.metadata ?? {}
  for (const dictionary of [decoderConfig, decoderConfig?.colorSpace]) {
    const names = Object.keys(dictionary ?? {})
    t.deepEqual(names, names.toSorted())
  }
})

test('#output-encodedvideochunks: decoderConfig comes again after configure(), and not after flush()', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  encodeAll(encoder, [gray(50)])
  await encoder.flush()
  encodeAll(encoder, [gray(50, { timestamp: 1 })])
  await encoder.flush()
  encoder.configure(encoderConfig('vp8'))
  encodeAll(encoder, [gray(50, { timestamp: 2 })])
  await encoder.flush()
  t.deepEqual(
    packets.map(({ metadata }) => metadata?.decoderConfig !== undefined),
    [true, false, true],
  )
  t.deepEqual(packets[0]?.metadata, packets[2]?.metadata)
})

test('#output-encodedvideochunks: the colour space is the first frame\u2019s; later frames are converted to it', async t => {
  const { encoder, packets } = recording(t, 'vp9', { latencyMode: 'realtime' })
  const frame = (timestamp: number, level: number, fullRange: boolean) =>
    new VideoFrame(new Uint8Array(64 * 48 * 1.5).fill(128).fill(level, 0, 64 * 48), {
      format: 'I420',
      codedWidth: 64,
      codedHeight: 48,
      timestamp,
      colorSpace: { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange },
    })
  encodeAll(encoder, [frame(0, 235, false), frame(1, 255, true), frame(2, 0, true)])
  await encoder.flush()
  t.deepEqual(
    packets.map(({ metadata }) => metadata?.decoderConfig?.colorSpace),
    [{ primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange: false }, undefined, undefined],
  )
  const decoded = await decodedByFfmpeg(await writeStream(t, 'vp9', packets), 'yuv420p', 64 * 48 * 1.5)
  for (const [i, level] of [235, 235, 16].entries()) {
    t.true(Math.abs(mean(decoded[i] as Buffer, 64 * 48) - level) < 3)
  }
})

test('#output-encodedvideochunks: decoderConfig is the callee\u2019s own', async t => {
  const { encoder, packets } = recording(t, 'avc')
  encodeAll(encoder, [gray(50)])
  await encoder.flush()
  const first = packets[0]?.metadata?.decoderConfig
  if (!first?.colorSpace) return t.fail()
  const copy = structuredClone(first)
  Object.assign(first.colorSpace, { matrix: 'rgb' })
  Object.assign(first, { codec: 'changed' })
  encoder.configure(encoderConfig('avc'))
  encodeAll(encoder, [gray(50, { timestamp: 1 })])
  await encoder.flush()
  t.deepEqual(packets[1]?.metadata?.decoderConfig, copy)
})

test('#dom-videoencoder-active-orientation-slot: a frame of another orientation is a DataError until the next configure()', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  const upright = solid('red')
  const turned = solid('red', { rotation: 180, timestamp: 1 })
  const flipped = solid('red', { flip: true, timestamp: 2 })
  encoder.encode(upright)
  for (const frame of [turned, flipped]) {
    t.throws(() => encoder.encode(frame), exception('DataError'))
  }
  t.is(encoder.encodeQueueSize, 1)
  encoder.configure(encoderConfig('vp8'))
  encodeAll(encoder, [turned])
  await encoder.flush()
  t.deepEqual(
    packets.map(({ metadata }) => metadata?.decoderConfig?.rotation),
    [0, 180],
  )
  for (const frame of [upright, flipped]) frame.close()
})
