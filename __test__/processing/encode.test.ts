import test from 'ava'
import { CODECS } from '../support/codecs.js'
import { assertStreamHoldsLevels, LEVELS } from '../support/decoding.js'
import { exception } from '../support/exception.js'
import { gray, pixels, solid } from '../support/frames.js'
import { encodeAll, recording, recordingEncoder } from '../support/recording.js'

test('#dom-videoencoder-encode: anything but a frame is a TypeError', t => {
  const { encoder } = recording(t, 'vp8')
  for (const value of [undefined, null, {}, 'frame', new ArrayBuffer(4)]) {
    t.throws(() => encoder.encode(value as never), { instanceOf: TypeError })
  }
})

test('#dom-videoencoder-encode: a closed frame is a TypeError before the state is looked at', t => {
  const { encoder } = recordingEncoder(t)
  const frame = gray(50)
  t.throws(() => encoder.encode(frame), exception('InvalidStateError'))
  frame.close()
  t.throws(() => encoder.encode(frame), { instanceOf: TypeError })
})

test('#dom-videoencoder-encode: bad options are a TypeError before all', t => {
  const { encoder } = recordingEncoder(t)
  const frame = gray(50)
  t.throws(() => encoder.encode(frame, 'keyFrame' as never), { instanceOf: TypeError })
  frame.close()
})

test('#dom-videoencoder-encode: the frame may be closed at once and stays the caller\u2019s otherwise', async t => {
  const { encoder, packets } = recording(t, 'vp8')
  const frame = gray(50)
  encoder.encode(frame)
  encodeAll(encoder, [frame.clone()])
  t.is(frame.format, 'I420')
  frame.close()
  await encoder.flush()
  t.is(packets.length, 2)
})

for (const latencyMode of ['quality', 'realtime'] as const) {
  for (const codec of ['avc', 'hevc', 'vp8', 'vp9', 'av1'] as const) {
    test(`#dom-videoencoder-encode: ${codec}, ${latencyMode}: the caller\u2019s frame is never written to`, async t => {
      const { encoder, packets } = recording(t, codec, { latencyMode })
      const frames = [solid('red'), gray(77, { timestamp: 1 }), gray(78, { timestamp: 2 })]
      const before = await Promise.all(frames.map(pixels))
      for (const frame of frames) encoder.encode(frame)
      await encoder.flush()
      t.is(packets.length, 3)
      t.deepEqual(await Promise.all(frames.map(pixels)), before)
      for (const frame of frames) frame.close()
    })

    test(`#dom-videoencoder-encode: ${codec}, ${latencyMode}: timestamps and durations come out as they went in`, async t => {
      const { encoder, packets } = recording(t, codec, { latencyMode })
      const times = [
        { timestamp: -40_000, duration: 40_000 },
        { timestamp: 0 },
        { timestamp: 0, duration: 0 },
        { timestamp: 5_000_000_000_000, duration: 7 },
        { timestamp: -9_000_000_000 },
        { timestamp: -8_999_999_999, duration: 1 },
      ]
      encodeAll(
        encoder,
        times.map((time, i) => gray(30 * i, time)),
      )
      await encoder.flush()
      const expected = times.map(({ timestamp, duration }) => ({ timestamp, duration: duration ?? null }))
      const sorted = (list: typeof expected) => list.map(entry => JSON.stringify(entry)).toSorted()
      t.deepEqual(sorted(packets.map(({ timestamp, duration }) => ({ timestamp, duration }))), sorted(expected))
    })

    test(`#dom-videoencoder-encode: ${codec}, ${latencyMode}: no frame is lost for times that bunch, jump and fall`, async t => {
      const recorded = recording(t, codec, { latencyMode, bitrateMode: 'constant', ...CODECS[codec].elementary })
      const times = [0, 1, 2, 3, 60_000_000, 60_000_001, 9e12, 9e12 + 5, 7, 8, -1, 1_000_000]
      encodeAll(
        recorded.encoder,
        LEVELS.map((level, i) => gray(level, { timestamp: times[i] ?? 0 })),
      )
      await recorded.encoder.flush()
      await assertStreamHoldsLevels(t, codec, recorded)
    })
  }
}

for (const codec of ['avc', 'hevc', 'vp8', 'vp9', 'av1'] as const) {
  test(`#dom-latencymode-realtime: ${codec}: one chunk out for each frame in, without flush()`, async t => {
    const { encoder, hooks, packets } = recording(t, codec, { latencyMode: 'realtime' })
    for (let timestamp = 0; timestamp < 5; timestamp++) {
      const came = new Promise<void>(resolve => {
        hooks.output = resolve
      })
      encodeAll(encoder, [gray(30 * timestamp, { timestamp })])
      await came
      t.is(packets.at(-1)?.timestamp, timestamp)
    }
  })
}
