import test from 'ava'
import { gray, mean, pixels } from '../support/frames.js'
import { decodeAll, encodeAll, encoderConfig, recording, recordingDecoder } from '../support/recording.js'
import { SUBJECTS } from '../support/subjects.js'

for (const { anchor, open } of SUBJECTS) {
  test(`#dom-${anchor}-configure: on a configured codec it is queued: what came before still comes out first`, async t => {
    const { codec, configure, feed, log } = open(t)
    configure()
    feed(2)
    const early = codec.flush().then(() => log.push('early'))
    feed(2)
    configure()
    feed(2)
    const outputs = (...numbers: number[]) => numbers.map(number => `output ${number}`)
    await Promise.all([early, codec.flush()])
    t.deepEqual(log, [...outputs(0, 1), 'early', ...outputs(2, 3, 4, 5)])
  })

  test(`#dom-${anchor}-configure: a hundred in a row, with and without work between them, lose nothing`, async t => {
    const { codec, configure, feed, log, errors } = open(t)
    for (let i = 0; i < 100; i++) {
      configure()
      feed(i % 3)
    }
    await codec.flush()
    t.deepEqual(errors, [])
    t.deepEqual(
      log,
      Array.from({ length: 99 }, (_, i) => `output ${i}`),
    )
  })
}

test('#dom-videoencoder-configure: frames of before come out in the old size', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  encodeAll(encoder, [gray(50), gray(60, { timestamp: 1 })])
  encoder.configure(encoderConfig('vp8', { width: 32, height: 32 }))
  encodeAll(encoder, [gray(70, { timestamp: 2 }), gray(80, { timestamp: 3 })])
  await encoder.flush()
  t.deepEqual(
    packets.map(({ metadata }) => metadata?.decoderConfig?.codedWidth),
    [64, undefined, 32, undefined],
  )
  t.deepEqual(
    packets.map(({ type }) => type),
    ['key', 'delta', 'key', 'delta'],
  )
})

test('#dom-videoencoder-configure: frames that wait in the encoder are not lost by it', async t => {
  const { encoder, packets } = recording(t, 'avc', { latencyMode: 'quality' })
  encodeAll(
    encoder,
    Array.from({ length: 8 }, (_, i) => gray(20 * i, { timestamp: i })),
  )
  encoder.configure(encoderConfig('avc', { bitrate: 100_000 }))
  encodeAll(
    encoder,
    Array.from({ length: 8 }, (_, i) => gray(20 * i, { timestamp: 8 + i })),
  )
  await encoder.flush()
  t.deepEqual(
    packets.map(({ timestamp }) => timestamp).toSorted((a, b) => a - b),
    Array.from({ length: 16 }, (_, i) => i),
  )
  t.true(packets.slice(0, 8).every(({ timestamp }) => timestamp < 8))
})

test('#dom-videodecoder-configure: on a configured decoder it is queued, also with another codec', async t => {
  const vp8 = recording(t, 'vp8', { latencyMode: 'realtime' })
  const avc = recording(t, 'avc', { latencyMode: 'realtime', width: 32, height: 32 })
  for (const { encoder } of [vp8, avc]) {
    encodeAll(
      encoder,
      Array.from({ length: 3 }, (_, i) => gray(100, { timestamp: i })),
    )
    await encoder.flush()
  }
  const { decoder, frames } = recordingDecoder(t, { codec: 'vp8' })
  decodeAll(decoder, vp8.packets)
  decoder.configure(avc.packets[0]?.metadata?.decoderConfig as never)
  decodeAll(decoder, avc.packets)
  await decoder.flush()
  t.deepEqual(
    frames.map(({ codedWidth, timestamp }) => [codedWidth, timestamp]),
    [64, 64, 64, 32, 32, 32].map((width, i) => [width, i % 3]),
  )
  for (const frame of frames)
    t.true(Math.abs(mean(await pixels(frame), frame.codedWidth * frame.codedHeight) - 100) < 4)
})

test('#dom-videoencoder-configure: a new run after reset() has its own configuration', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  encodeAll(encoder, [gray(50)])
  await encoder.flush()
  encoder.reset()
  encoder.configure(encoderConfig('vp9'))
  encodeAll(encoder, [gray(50)])
  await encoder.flush()
  t.deepEqual(
    packets.map(({ metadata }) => metadata?.decoderConfig?.codec),
    ['vp8', 'vp09.00.10.08'],
  )
})
