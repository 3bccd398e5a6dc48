import test, { type ExecutionContext } from 'ava'
import type { VideoEncoderConfig } from '../../index.js'
import { CODEC_NAMES, CODECS, type CodecName, writeStream } from '../support/codecs.js'
import { gray, mean, noise, pixels } from '../support/frames.js'
import type { Packet } from '../support/media.js'
import { decodedByFfmpeg } from '../support/programs.js'
import {
  decodeAll,
  encodeAll,
  encoderConfig,
  recording,
  recordingDecoder,
  recordingEncoder,
} from '../support/recording.js'
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

/** Frames between two calls of configure(): distinct, so that each is known again. */
const PART = 7
const level = (i: number) => 40 + ((i * 53) % 160)

interface Part {
  codec: CodecName
  overrides?: Partial<VideoEncoderConfig>
}

/** Encodes PART frames by each configuration, without a flush between, and cuts the chunks where the configurations change. */
async function encodeParts(t: ExecutionContext, parts: Part[]): Promise<Packet[][]> {
  const { encoder, packets, errors } = recordingEncoder(t)
  for (const [number, { codec, overrides }] of parts.entries()) {
    encoder.configure(encoderConfig(codec, { ...CODECS[codec].elementary, ...overrides }))
    for (let i = number * PART; i < (number + 1) * PART; i++) encodeAll(encoder, [gray(level(i), { timestamp: i })])
  }
  await encoder.flush()
  t.deepEqual(errors, [])
  return parts.map((_, number) =>
    packets.slice(number * PART, number === parts.length - 1 ? undefined : (number + 1) * PART),
  )
}

/** The chunks of one configuration must be those of its frames, begin with a key chunk, say what they are, and play in ffmpeg. */
async function assertPart(t: ExecutionContext, number: number, { codec, overrides }: Part, packets: Packet[]) {
  const { codec: string, width, height } = encoderConfig(codec, overrides)
  const wanted = Array.from({ length: PART }, (_, i) => number * PART + i)
  t.deepEqual(
    packets.map(({ timestamp }) => timestamp).toSorted((a, b) => a - b),
    wanted,
  )
  t.is(packets[0]?.type, 'key')
  const configs = packets.map(({ metadata }) => metadata?.decoderConfig)
  t.like(configs[0], { codec: string, codedWidth: width, codedHeight: height })
  t.deepEqual(configs.slice(1), Array(PART - 1).fill(undefined))
  const file = await writeStream(t, codec, packets, { width, height })
  const frames = await decodedByFfmpeg(file, 'yuv420p', width * height * 1.5)
  t.is(frames.length, PART)
  for (const [i, frame] of frames.entries()) {
    t.true(Math.abs(mean(frame, width * height) - level(number * PART + i)) < 6, `part ${number}, frame ${i}`)
  }
}

const CHANGES: Record<string, Part[]> = {
  size: [
    { codec: 'vp9' },
    { codec: 'vp9', overrides: { width: 96, height: 80 } },
    { codec: 'vp9', overrides: { width: 50, height: 34 } },
  ],
  codec: CODEC_NAMES.map(codec => ({ codec, overrides: { width: 96, height: 64 } })),
  'latency mode': CODEC_NAMES.flatMap(codec => [
    { codec, overrides: { latencyMode: 'quality' } },
    { codec, overrides: { latencyMode: 'realtime' } },
  ]),
  'frame rate': CODEC_NAMES.flatMap(codec => [
    { codec, overrides: { framerate: 60 } },
    { codec, overrides: { framerate: 1 } },
  ]),
  bitrate: CODEC_NAMES.flatMap(codec => [
    { codec, overrides: { bitrate: 400_000 } },
    { codec, overrides: { bitrate: 100_000, bitrateMode: 'constant' } },
  ]),
}

for (const [what, parts] of Object.entries(CHANGES)) {
  test(`#dom-videoencoder-configure: another ${what} is for the frames that follow, and no frame is lost by it`, async t => {
    for (const [number, packets] of (await encodeParts(t, parts)).entries()) {
      await assertPart(t, number, parts[number] as Part, packets)
    }
  })
}

test('#dom-videoencoder-configure: another bitrate has its effect from the next frame on', async t => {
  const size = { width: 160, height: 120 }
  for (const codec of CODEC_NAMES) {
    const { encoder, packets } = recordingEncoder(t)
    const bitrates = [1_500_000, 60_000, 1_500_000]
    for (const [part, bitrate] of bitrates.entries()) {
      encoder.configure(encoderConfig(codec, { ...size, bitrate, latencyMode: 'realtime' }))
      for (let i = part * 15; i < (part + 1) * 15; i++) {
        encodeAll(encoder, [noise(i, { ...size, timestamp: Math.round((i * 1e6) / 30) })])
      }
    }
    await encoder.flush()
    t.is(packets.length, 45, codec)
    const [high = 0, low = 0, again = 0] = [0, 15, 30].map(from =>
      packets.slice(from, from + 15).reduce((sum, { data }) => sum + data.length, 0),
    )
    t.true(high > 1.3 * low && again > 1.3 * low, `${codec}: ${high}, ${low}, ${again} bytes`)
  }
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
