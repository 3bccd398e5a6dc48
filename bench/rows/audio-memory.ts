/** Whether memory grows with an hour of sound. */
import { type Packets, readPackets } from '../audio/packets.js'
import { packetsOf, RATE, RAW, readSound } from '../audio/sounds.js'
import { decoder, decoderConfig, encoder } from '../audio/work.js'
import { clocks } from '../clock.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'
import { megabytes } from '../work.js'

const HOUR = 3600
/** Seconds after which memory counts, and between looks at it. */
const WARM = 360
const SAMPLE = 30

/** Resident memory over the hour. */
class Growth {
  readonly #resident: number[] = []
  readonly #stop = clocks()
  #next = WARM

  look(second: number): void {
    if (second < this.#next) return
    this.#next += SAMPLE
    this.#resident.push(megabytes(process.memoryUsage.rss()))
  }

  /** `decoded` is in seconds. */
  result(decoded: number): Measurement {
    const [warm = Number.NaN] = this.#resident
    const speed = (HOUR / this.#stop().wall) * 1000
    const details = { 'warm MB': warm, 'x real time': speed, 'lost s': Math.max(0, HOUR - decoded) }
    return { value: Math.max(...this.#resident) - warm, details }
  }
}

/** A call: 8 kHz mono in blocks of 20 ms. */
const CALL = { rate: 8000, block: 160, seconds: 60 }

/** Every so many samples of the first channel, which is enough of a sound. */
function callBlocks(): Float32Array<ArrayBuffer>[] {
  const { rate, block, seconds } = CALL
  const source = new Float32Array(readSound(RAW.f32, seconds).buffer)
  const step = source.length / (seconds * rate)
  const samples = Float32Array.from({ length: seconds * rate }, (_, index) => source[index * step] ?? 0)
  return Array.from({ length: samples.length / block }, (_, i) => samples.slice(i * block, (i + 1) * block))
}

async function call(api: Api): Promise<Measurement> {
  const { rate, block } = CALL
  const blocks = callBlocks()
  let frames = 0
  const decoding = decoder(api, data => {
    frames += data.numberOfFrames / data.sampleRate
    data.close()
  })
  const encoding = encoder(api, chunk => decoding.codec.decode(chunk))
  const config = { codec: 'opus', sampleRate: rate, numberOfChannels: 1 }
  decoding.codec.configure(config)
  encoding.codec.configure({ ...config, bitrate: 16_000, opus: { complexity: 0 } })
  const growth = new Growth()
  for (let index = 0; index * block < HOUR * rate; index += 1) {
    for (const full of [encoding.room(), decoding.room()]) if (full) await full
    const timestamp = (index * block * 1e6) / rate
    const data = blocks[index % blocks.length] ?? new Float32Array(block)
    const init = {
      format: 'f32',
      sampleRate: rate,
      numberOfFrames: block,
      numberOfChannels: 1,
      timestamp,
      data,
    } as const
    const input = new api.AudioData(init)
    encoding.codec.encode(input)
    input.close()
    growth.look(timestamp / 1e6)
  }
  await encoding.finish()
  await decoding.finish()
  return growth.result(frames)
}

/** The sound over and over, each time later. */
function* repeated({ packets }: Packets): Generator<{ timestamp: number; duration: number; data: Uint8Array }> {
  for (let start = 0; start < HOUR * 1e6; ) {
    for (const packet of packets) yield { ...packet, timestamp: start + packet.timestamp }
    start += packets.reduce((sum, { duration }) => sum + duration, 0)
  }
}

async function playback(api: Api): Promise<Measurement> {
  const sound = readPackets(packetsOf('opus.ogg'))
  let frames = 0
  const { codec, room, finish } = decoder(api, data => {
    frames += data.numberOfFrames
    data.close()
  })
  codec.configure(decoderConfig(sound))
  const growth = new Growth()
  for (const packet of repeated(sound)) {
    const full = room()
    if (full) await full
    codec.decode(new api.EncodedAudioChunk({ type: 'key', ...packet }))
    growth.look(packet.timestamp / 1e6)
  }
  await finish()
  return growth.result(frames / RATE)
}

const common = {
  unit: 'MB',
  better: 'lower',
  targets: [{ atMost: 20 }, { detail: 'lost s', atMost: 0.1 }],
} satisfies Partial<Row>

export const rows: Row[] = [
  {
    name: 'memory-call',
    work: 'an hour of 8 kHz mono through Opus encoder and decoder: growth after the first 6 minutes',
    measure: call,
    ...common,
  },
  {
    name: 'memory-playback',
    work: 'decode an hour of 48 kHz stereo Opus: growth after the first 6 minutes',
    measure: playback,
    ...common,
  },
]
