import test, { type ExecutionContext } from 'ava'
import { type VideoEncoderConfig, VideoFrame } from '../../index.js'
import { CODEC_NAMES, type CodecName } from '../support/codecs.js'
import { encodeAll, encoderConfig, recordingEncoder } from '../support/recording.js'

const SIZE = { width: 160, height: 120 }
const COUNT = 30

const steady = (framerate: number) => (i: number) => Math.round((i * 1e6) / framerate)

/** Planes of I420 by number, each made once and in order, as noise goes on from one to the next. */
function pictures(paint: (i: number) => Uint8Array): (i: number) => Uint8Array {
  const made: Uint8Array[] = []
  return i => {
    while (made.length <= i) made.push(paint(made.length))
    return made[i] as Uint8Array
  }
}

/** Noise of so many bits from one call to the next. */
function noises(bits: number): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> (32 - bits)
  }
}

function* frames(
  { width: codedWidth, height: codedHeight }: { width: number; height: number },
  picture: (i: number) => Uint8Array,
  count: number,
  timestamp: (i: number) => number,
): Generator<VideoFrame> {
  for (let i = 0; i < count; i++)
    yield new VideoFrame(picture(i), { format: 'I420', codedWidth, codedHeight, timestamp: timestamp(i) })
}

const random = noises(4)
/** Pictures of noise that differ from each other, which take all the bits they can get. */
const noise = pictures(() => {
  const data = new Uint8Array(SIZE.width * SIZE.height * 1.5)
  for (let at = 0; at < data.length; at++) data[at] = 96 + random()
  return data
})

/** Seconds of content that a bitrate is to hold over. */
const SECONDS = 20
/** Smaller where encoders take their time. */
const MOVING = {
  realtime: { width: 160, height: 96, bitrate: 60_000 },
  quality: { width: 96, height: 64, bitrate: 40_000 },
} as const

/** Waves that move under light noise. At the coarsest quantizers they take a part of the bitrate. */
function moving({ width, height }: { width: number; height: number }): (i: number) => Uint8Array {
  const random = noises(4)
  return pictures(i => {
    const data = new Uint8Array(width * height * 1.5).fill(128)
    for (let y = 0; y < height; y++) {
      const wave = 128 + 40 * Math.sin((y - 2 * i) / 7)
      for (let x = 0; x < width; x++)
        data[y * width + x] = wave + 50 * Math.sin((x + 3 * i) / 9 + y / 31) + random() - 8
    }
    return data
  })
}

const MOVING_PICTURES = { realtime: moving(MOVING.realtime), quality: moving(MOVING.quality) }

/** The bytes that the noise is encoded to. */
async function encodedSize(
  t: ExecutionContext,
  codec: CodecName,
  overrides: { [K in keyof VideoEncoderConfig]?: VideoEncoderConfig[K] | undefined },
  { count = COUNT, timestamp = steady(30) } = {},
) {
  const config = { ...encoderConfig(codec, SIZE), latencyMode: 'realtime', ...overrides } as VideoEncoderConfig
  const { encoder, packets } = recordingEncoder(t, config)
  encodeAll(encoder, frames(SIZE, noise, count, timestamp))
  await encoder.flush()
  t.deepEqual(
    packets.map(packet => packet.timestamp).sort((a, b) => a - b),
    Array.from({ length: count }, (_, i) => timestamp(i)).sort((a, b) => a - b),
  )
  return packets.reduce((sum, { data }) => sum + data.length, 0)
}

for (const codec of CODEC_NAMES) {
  for (const latencyMode of ['realtime', 'quality'] as const) {
    for (const bitrateMode of ['constant', 'variable'] as const) {
      test(`#dom-videoencoderconfig-bitratemode: ${codec}, ${latencyMode}, ${bitrateMode}: holds over ${SECONDS} seconds`, async t => {
        const config = { ...MOVING[latencyMode], latencyMode, bitrateMode }
        const { encoder, packets } = recordingEncoder(t, encoderConfig(codec, config))
        encodeAll(encoder, frames(config, MOVING_PICTURES[latencyMode], SECONDS * 30, steady(30)))
        await encoder.flush()
        t.is(packets.length, SECONDS * 30)
        const shares = Array.from({ length: SECONDS }, () => 0)
        for (const { timestamp, data } of packets) {
          const second = Math.floor(timestamp / 1e6 + 1e-3)
          shares[second] = (shares[second] ?? 0) + (data.length * 8) / config.bitrate
        }
        const mean = shares.reduce((sum, share) => sum + share) / SECONDS
        const figures = `${mean}: ${shares.map(share => share.toFixed(2)).join(' ')}`
        t.true(Math.abs(mean - 1) < (bitrateMode === 'constant' ? 0.05 : 0.15), figures)
        if (bitrateMode === 'constant') t.true(Math.max(...shares.slice(1)) < 1.5, figures)
      })
    }
  }

  for (const bitrateMode of ['variable', 'constant'] as const) {
    test(`#dom-videoencoderconfig-framerate: ${codec}, ${bitrateMode}: rates that alternate leave the bitrate and few key frames`, async t => {
      // Ten frames at 15 a second, ten at 60, and so on.
      const timestamp = (i: number) =>
        Math.round(((Math.floor(i / 20) * 50 + Math.min(i % 20, 10) * 4 + Math.max(0, (i % 20) - 10)) * 1e6) / 60)
      const bitrate = 300_000
      const config = { ...encoderConfig(codec, SIZE), latencyMode: 'realtime', bitrate, bitrateMode } as const
      const { encoder, packets } = recordingEncoder(t, config)
      encodeAll(encoder, frames(SIZE, noise, 600, timestamp))
      await encoder.flush()
      const bits = packets.reduce((sum, { data }) => sum + data.length * 8, 0)
      const share = bits / bitrate / (timestamp(600) / 1e6)
      const keys = packets.filter(({ type }) => type === 'key').length
      t.true(share > 0.8 && share < 1.25, `${share}`)
      t.true(keys <= 4, `${keys}`)
    })
  }

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
    const slow = await encodedSize(t, codec, { bitrate: 500_000, framerate: 15 }, { timestamp: steady(15) })
    const fast = await encodedSize(t, codec, { bitrate: 500_000, framerate: 60 }, { timestamp: steady(60) })
    t.true(slow > 1.25 * fast, `${slow}, ${fast}`)
  })

  for (const latencyMode of ['realtime', 'quality'] as const) {
    test(`#dom-videoencoderconfig-framerate: ${codec}, ${latencyMode}: timestamps tell it as well as the configuration`, async t => {
      const timing = { count: 150, timestamp: steady(60) }
      const config = { bitrate: 400_000, bitrateMode: 'constant', latencyMode } as const
      const declared = await encodedSize(t, codec, { ...config, framerate: 60 }, timing)
      const missing = await encodedSize(t, codec, { ...config, framerate: undefined }, timing)
      const wrong = await encodedSize(t, codec, { ...config, framerate: 30 }, timing)
      t.true(Math.abs(missing / declared - 1) < 0.15, `${missing}, ${declared}`)
      t.true(Math.abs(wrong / declared - 1) < 0.35, `${wrong}, ${declared}`)
    })

    test(`#dom-videoencoderconfig-bitrate: ${codec}, ${latencyMode}: timestamps that leap, repeat and vary change little`, async t => {
      const config = { bitrate: 400_000, bitrateMode: 'constant', latencyMode } as const
      const disorder = (i: number) => {
        const shaken = steady(30)(i) + ([0, 12_000, -9_000, 6_000].at(i % 4) ?? 0)
        return i < 20 ? shaken : i < 40 ? shaken + 3_600e6 : i < 44 ? -5e6 : shaken - 60e6
      }
      const plain = await encodedSize(t, codec, config, { count: 60 })
      const disordered = await encodedSize(t, codec, config, { count: 60, timestamp: disorder })
      t.true(Math.abs(disordered / plain - 1) < 0.15, `${disordered}, ${plain}`)
    })
  }
}
