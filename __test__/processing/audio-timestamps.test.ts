import test, { type ExecutionContext } from 'ava'
import type { AudioEncoderConfig } from '../../index.js'
import { audioData, block, blocks } from '../support/blocks.js'
import { AUDIO_CODEC_NAMES } from '../support/codecs.js'
import {
  audioConfig,
  decodeAllAudio,
  encodeAll,
  type RecordingAudioEncoder,
  recordingAudioDecoder,
  recordingAudioEncoder,
} from '../support/recording.js'

/** Microseconds of a frame at the lowest rate that Opus is coded in. */
const FRAME = 1e6 / 8000

interface Input {
  timestamp: number
  frames: number
}

/** Encodes blocks of the tone at 48 kHz, each of which is a continuation of the one before whatever its timestamp. */
async function encoded(t: ExecutionContext, config: AudioEncoderConfig, inputs: Input[]) {
  const { encoder, packets } = recordingAudioEncoder(t, config)
  const { sampleRate, numberOfChannels: channels } = config
  let from = 0
  for (const { timestamp, frames } of inputs) {
    encodeAll(encoder, [block({ timestamp, frames, from, sampleRate, channels })])
    from += frames
  }
  await encoder.flush()
  return packets
}

type Timed = Pick<RecordingAudioEncoder['packets'][number], 'timestamp' | 'duration'>

const times = (packets: Timed[]) => packets.map(({ timestamp, duration }) => [timestamp, duration])

/** Frames that the encoder puts before the input: what a decoder with that metadata gives before it or skips. */
function delayOf([first]: RecordingAudioEncoder['packets']): number {
  const { priming = Number.NaN, decoderConfig } = first?.metadata ?? {}
  if (decoderConfig?.codec !== 'opus') return priming
  const preSkip = Buffer.from(decoderConfig.description as ArrayBuffer).readUInt16LE(10)
  return (preSkip * decoderConfig.sampleRate) / 48_000
}

/** `frames` and the delay of the packets' encoder in microseconds, cut. */
const lasting = (frames: number, packets: RecordingAudioEncoder['packets'], sampleRate = 48_000) =>
  Math.floor(((frames + delayOf(packets)) * 1e6) / sampleRate)

/** Chunks must follow each other without hole or overlap, from `start` to `end`. Chunks of nothing but padding may come last. */
function assertSeamless(t: ExecutionContext, packets: Timed[], start: number, end: number, slack = 0) {
  const last = packets.findLastIndex(({ duration }) => duration !== 0)
  const sound = packets.slice(0, last + 1)
  const ends = sound.map(({ timestamp, duration }) => timestamp + (duration as number))
  t.deepEqual(
    sound.map(({ timestamp }) => timestamp),
    [start, ...ends.slice(0, -1)],
  )
  t.true(Math.abs((ends.at(-1) as number) - end) <= slack, `${ends.at(-1)}, expected ${end}`)
}

/** Decodes; resolves with what gives the energy of the sound between two times of the input. */
async function decodedPower(t: ExecutionContext, packets: RecordingAudioEncoder['packets']) {
  const { decoder, outputs } = recordingAudioDecoder(t, packets[0]?.metadata?.decoderConfig)
  decodeAllAudio(decoder, packets)
  await decoder.flush()
  const delay = lasting(0, packets)
  const all = outputs.flatMap((output, i) => {
    const samples = new Float32Array(output.numberOfFrames)
    output.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
    // What a decoder drops by itself is missing at the beginning of its first output.
    const dropped = i === 0 && output.numberOfFrames === 648 ? delay : 0
    const start = output.timestamp + dropped - delay
    return [...samples].map((sample, frame) => ({ time: start + (frame * 1e6) / 48_000, power: sample * sample }))
  })
  return (from: number, to: number) =>
    all.reduce((sum, { time, power }) => (time >= from && time < to ? sum + power : sum), 0)
}

for (const codec of AUDIO_CODEC_NAMES) {
  test(`#dom-audioencoder-encode: ${codec}: chunks follow from the first timestamp by counting frames, to the end of the input`, async t => {
    for (const start of [0, 1_234_567, -1_000_000, -11, 9_000_000_000_000, -9_000_000_000_000]) {
      for (const frames of [1, 100, 777, 960, 1024, 4801]) {
        const inputs = [...Array(5)].map((_, i) => ({
          timestamp: start + Math.floor((i * frames * 1e6) / 48_000),
          frames,
        }))
        const packets = await encoded(t, audioConfig(codec), inputs)
        assertSeamless(t, packets, start, start + lasting(5 * frames, packets))
      }
    }
  })

  test(`#dom-audioencoder-encode: ${codec}: sample rates that microseconds do not divide do not drift`, async t => {
    const sampleRate = 44_100
    const frames = 441 * 7 + 13
    const count = 50
    const inputs = [...Array(count)].map((_, i) => ({ timestamp: Math.round((i * frames * 1e6) / sampleRate), frames }))
    const packets = await encoded(t, audioConfig(codec, { sampleRate }), inputs)
    assertSeamless(t, packets, 0, lasting(count * frames, packets, sampleRate), codec === 'opus' ? FRAME : 0)
  })

  test(`#dom-audioencoder-encode: ${codec}: timestamps may be off by 8 ms, and that does not add up`, async t => {
    const jitter = [0, 4999, -7999, 3000, -1, 8000, -8000, 1]
    const inputs = [...Array(16)].map((_, i) => ({ timestamp: i * 20_000 + (jitter[i % 8] as number), frames: 960 }))
    const packets = await encoded(t, audioConfig(codec), inputs)
    assertSeamless(t, packets, 0, lasting(16 * 960, packets))
  })

  test(`#dom-audioencoder-encode: ${codec}: gaps of more than 8 ms are kept`, async t => {
    for (const gap of [8001, 20_000, 333_333, 1_000_000, 7_000_000_000]) {
      const starts = [0, 20_000, 40_000 + gap, 60_000 + gap]
      const inputs = starts.map(timestamp => ({ timestamp, frames: 960 }))
      const packets = await encoded(t, audioConfig(codec), inputs)
      const said = `${gap}: ${times(packets)}`
      const ends = packets.map(({ timestamp, duration }) => timestamp + (duration as number))
      t.true(
        packets.slice(1).every(({ timestamp }, i) => timestamp >= (ends[i] as number)),
        said,
      )
      // Silence may take the place of a part of the gap, in whole frames.
      const end = 40_000 + gap + lasting(1920, packets)
      t.true(Math.abs((ends.at(-1) as number) - end) <= 21, said)

      const sound = await decodedPower(t, packets)
      const all = sound(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
      t.true(all > 0)
      for (const start of starts) {
        const share = sound(start, start + 20_000) / all
        t.true(share > 0.2 && share < 0.3, `${share} at ${start}, ${said}`)
      }
    }
  })

  test(`#dom-audioencoder-encode: ${codec}: time that falls by more than 8 ms is that of the chunks`, async t => {
    const inputs = [1_000_000, 1_100_000, 500_000, -2_000_000].map(timestamp => ({ timestamp, frames: 4800 }))
    const packets = await encoded(t, audioConfig(codec), inputs)
    t.is(packets[0]?.timestamp, 1_000_000)
    const end = packets.at(-1)
    t.is((end?.timestamp ?? 0) + (end?.duration ?? 0), -2_000_000 + lasting(4800, packets), `${times(packets)}`)
    t.true(packets.some(({ timestamp }) => timestamp >= 500_000 && timestamp < 600_000))
  })

  test(`#dom-audioencoder-flush: ${codec}: after it the next input tells the time, and none is lost`, async t => {
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig(codec))
    const starts = [0, 31_250, 31_251, 5_000_000, 0]
    for (const [i, timestamp] of starts.entries()) {
      const before = packets.length
      encodeAll(encoder, [block({ frames: 1500, timestamp, from: i * 1500 })])
      await encoder.flush()
      assertSeamless(t, packets.slice(before), timestamp, timestamp + lasting(1500, packets))
    }
    t.deepEqual(
      packets.map(({ metadata }) => metadata?.decoderConfig !== undefined),
      packets.map((_, i) => i === 0),
    )
  })

  test(`#dom-audioencoder-encode: ${codec}: inputs of one frame give what one input of all frames does`, async t => {
    const whole = await encoded(t, audioConfig(codec), [{ timestamp: 0, frames: 3000 }])
    const pieces = await encoded(
      t,
      audioConfig(codec),
      [...Array(3000)].map((_, i) => ({ timestamp: Math.floor((i * 1e6) / 48_000), frames: 1 })),
    )
    t.deepEqual(Buffer.concat(pieces.map(({ data }) => data)), Buffer.concat(whole.map(({ data }) => data)))
    if (!/pcm|law/.test(codec)) t.deepEqual(times(pieces), times(whole))
  })

  test(`#dom-audiodecoder-output-callback: ${codec}: timestamps are the chunks\u2019 own, whatever they are`, async t => {
    const packets = await encoded(t, audioConfig(codec), [
      { timestamp: 0, frames: 1024 * 8 },
      { timestamp: 170_667, frames: 1024 * 8 },
    ])
    const given = [-5000, -5000, 9_000_000_000_000, 3, 0, 1, -9_000_000_000_000, 7]
    const { decoder, outputs } = recordingAudioDecoder(t, packets[0]?.metadata?.decoderConfig)
    decodeAllAudio(
      decoder,
      packets.map((packet, i) => ({ ...packet, timestamp: given[i % 8] as number })),
    )
    await decoder.flush()
    // Vorbis needs two packets for the first samples.
    const first = codec === 'vorbis' ? 1 : 0
    t.deepEqual(
      outputs.map(({ timestamp }) => timestamp),
      packets.map((_, i) => given[i % 8] as number).slice(first),
    )
  })
}

test('#dom-audioencoder-encode: an hour does not drift, whatever the inputs\u2019 timestamps are rounded to', async t => {
  const sampleRate = 11_025
  const frames = 100_003
  const { encoder, packets } = recordingAudioEncoder(t, audioConfig('alaw', { sampleRate, numberOfChannels: 1 }))
  const samples = new Uint8Array(frames).fill(128)
  const count = Math.ceil((3600 * sampleRate) / frames)
  for (let i = 0; i < count; i++) {
    const timestamp = Math.round((i * frames * 1e3) / sampleRate) * 1e3
    encodeAll(encoder, [audioData(samples, { channels: 1, sampleRate, timestamp })])
  }
  await encoder.flush()
  t.is(packets.length, count)
  t.deepEqual(
    packets.map(({ timestamp }) => timestamp),
    packets.map((_, i) => Math.floor((i * frames * 1e6) / sampleRate)),
  )
  assertSeamless(t, packets, 0, Math.floor((count * frames * 1e6) / sampleRate))
})

test('#dom-audioencoder-encode: an hour of a codec with blocks of its own does not drift', async t => {
  const sampleRate = 11_025
  const frames = 44_100
  const config = audioConfig('flac', { sampleRate, numberOfChannels: 1, flac: { blockSize: 4099, compressLevel: 0 } })
  const { encoder, packets } = recordingAudioEncoder(t, config)
  const samples = new Int16Array(frames)
  for (let i = 0; i < 900; i++) {
    encodeAll(encoder, [audioData(samples, { channels: 1, sampleRate, timestamp: 77 + i * 4_000_000 })])
    if (i % 100 === 99) await new Promise(setImmediate)
  }
  await encoder.flush()
  t.is(packets.length, Math.ceil((3600 * sampleRate) / 4099))
  t.deepEqual(
    packets.map(({ timestamp }) => timestamp),
    packets.map((_, i) => 77 + Math.floor((i * 4099 * 1e6) / sampleRate)),
  )
  assertSeamless(t, packets, 77, 77 + 3_600_000_000)
})

for (const sampleRate of [3000, 8000, 11_025, 16_000, 22_050, 96_000, 768_000]) {
  test(`#dom-audioencoder-encode: opus at ${sampleRate} Hz: resampling changes neither start nor end`, async t => {
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig('opus', { sampleRate }))
    encodeAll(encoder, blocks(40, { frames: 501, sampleRate, timestamp: 1000 }))
    await encoder.flush()
    assertSeamless(t, packets, 1000, 1000 + lasting(40 * 501, packets, sampleRate), FRAME)
  })
}
