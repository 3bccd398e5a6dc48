/** What a packet costs by itself: packets with so little sound in them that the coder has next to nothing to do. */
import { decoder, encoder } from '../audio/work.js'
import { clocks, threadTime } from '../clock.js'
import type { Api } from '../contenders.js'
import { BEST_PEER, type Measurement, type Row } from '../row.js'

const RATE = 8000
/** Frames of a packet: 10 ms. */
const FRAMES = 80
const WARM = 50_000
const PACKETS = 200_000

const CONFIG = { codec: 'pcm-s16', sampleRate: RATE, numberOfChannels: 1 }
const SAMPLES = new Uint8Array(FRAMES * 2).map((_, index) => index)

const timestampOf = (index: number) => (index * FRAMES * 1e6) / RATE

/** A codec that is fed packets, and how many came out of it. */
interface Line {
  outputs(): number
  room(): Promise<void> | undefined
  feed(index: number): void
  finish(): Promise<{ at: number }>
}

async function feed({ room, feed, finish }: Line, from: number, to: number): Promise<number> {
  for (let index = from; index < to; index += 1) {
    const full = room()
    if (full) await full
    feed(index)
  }
  return (await finish()).at
}

async function measure(line: Line): Promise<Measurement> {
  await feed(line, 0, WARM)
  const [before, thread, stop] = [line.outputs(), threadTime(), clocks()]
  const { wall, cpu } = stop(await feed(line, WARM, WARM + PACKETS))
  const count = line.outputs() - before
  return {
    value: (count / wall) * 1000,
    details: {
      'JavaScript thread µs a packet': ((threadTime() - thread) * 1000) / count,
      'cpu µs a packet': (cpu * 1000) / count,
      lost: PACKETS - count,
    },
  }
}

function encoding(api: Api): Promise<Measurement> {
  let outputs = 0
  const { codec, room, finish } = encoder(api, () => {
    outputs += 1
  })
  codec.configure(CONFIG)
  const init = { format: 's16', sampleRate: RATE, numberOfFrames: FRAMES, numberOfChannels: 1, data: SAMPLES } as const
  const feed = (index: number) => {
    const data = new api.AudioData({ ...init, timestamp: timestampOf(index) })
    codec.encode(data)
    data.close()
  }
  return measure({ outputs: () => outputs, room, finish, feed })
}

function decoding(api: Api): Promise<Measurement> {
  let outputs = 0
  const { codec, room, finish } = decoder(api, data => {
    outputs += 1
    data.close()
  })
  codec.configure(CONFIG)
  const feed = (index: number) =>
    codec.decode(new api.EncodedAudioChunk({ type: 'key', timestamp: timestampOf(index), data: SAMPLES }))
  return measure({ outputs: () => outputs, room, finish, feed })
}

const common = { unit: 'packets/s', better: 'higher', targets: [{ than: BEST_PEER, times: 1 }] } satisfies Partial<Row>

export const rows: Row[] = [
  { name: 'packets-encode', work: 'encode packets of 10 ms of 8 kHz mono PCM', measure: encoding, ...common },
  { name: 'packets-decode', work: 'decode packets of 10 ms of 8 kHz mono PCM', measure: decoding, ...common },
]
