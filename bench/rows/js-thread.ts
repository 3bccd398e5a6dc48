/** What the codecs take from the JavaScript thread. */
import { type ChunkedClip, readChunks } from '../chunks.js'
import { codedFile, RAW, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'
import { CODECS } from '../settings.js'
import { percentile } from '../statistics.js'
import { chunksOf, configureDecoder, decoder, encoder, type Frame, frameOf, realtime, since } from '../work.js'

const clip = RAW[1080]
const BACKLOG = 60
/** Rounds before the counted ones, in which the engine compiles what is called. */
const WARM_ROUNDS = 3
/** Rounds of each codec at least, and milliseconds that more of them may take. */
const ROUNDS = 12
const BUDGET = 15_000
const MOST_ROUNDS = 100
/** How often getters are read, a millisecond apart, before the codec is ended: it is open and at work by then. */
const LOOKS = 25
const TIMER_FRAMES = 100

/** Times of calls in milliseconds, by method. */
class Stopwatch {
  readonly #times = new Map<string, number[]>()

  time<T>(method: string, call: () => T): T {
    const start = performance.now()
    const result = call()
    const taken = since(start)
    const times = this.#times.get(method)
    if (times) times.push(taken)
    else this.#times.set(method, [taken])
    return result
  }

  /** The 99th percentiles: the worst as the value. */
  result(): Measurement {
    const entries = [...this.#times].map(([method, times]) => [`${method} ms`, percentile(times, 0.99)] as const)
    return { value: Math.max(...entries.map(([, time]) => time)), details: Object.fromEntries(entries) }
  }
}

const turn = () => new Promise(resolve => setTimeout(resolve, 1))

/** The part that encoder and decoder share: 60 items, looks at the getters, then an end with the queue still full. */
interface Backlogged {
  configure(): void
  /** Queues item `index`. */
  queue(index: number): void
  look(): void
  flush(): Promise<void>
  reset(): void
  close(): void
}

/** `timed` names the calls that queue items, e.g. "encode". */
async function round(watch: Stopwatch, timed: string, codec: Backlogged): Promise<void> {
  const fill = async () => {
    codec.configure()
    for (let index = 0; index < BACKLOG; index += 1) watch.time(timed, () => codec.queue(index))
    watch.time('flush', () => codec.flush()).catch(() => {})
    for (let looks = 0; looks < LOOKS; looks += 1) {
      watch.time('getter', () => codec.look())
      await turn()
    }
  }
  await fill()
  watch.time('reset', () => codec.reset())
  await fill()
  watch.time('close', () => codec.close())
  await turn()
}

async function rounds(watch: Stopwatch, timed: string, create: () => Backlogged): Promise<void> {
  const warming = new Stopwatch()
  for (let count = 0; count < WARM_ROUNDS; count += 1) await round(warming, timed, create())
  const start = performance.now()
  for (let count = 0; count < ROUNDS || (count < MOST_ROUNDS && since(start) < BUDGET); count += 1) {
    await round(watch, timed, create())
  }
}

function encoding(api: Api, frames: Frame[]): Backlogged {
  const { codec } = encoder(api, () => {})
  return {
    configure: () => codec.configure(realtime(CODECS.h264.string, clip, 4e6)),
    queue: index => codec.encode(frames[index % frames.length] as Frame),
    look: () => void [codec.encodeQueueSize, codec.state, codec.ondequeue],
    flush: () => codec.flush(),
    reset: () => codec.reset(),
    close: () => codec.close(),
  }
}

function decoding(api: Api, source: ChunkedClip): Backlogged {
  const { codec } = decoder(api, frame => frame.close())
  const chunks = chunksOf(api, source)
  return {
    configure: () => configureDecoder(codec, source),
    queue: index => codec.decode(chunks[index] as (typeof chunks)[number]),
    look: () => void [codec.decodeQueueSize, codec.state, codec.ondequeue],
    flush: () => codec.flush(),
    reset: () => codec.reset(),
    close: () => codec.close(),
  }
}

/** Pictures that frames were made of. Freeing them takes tens of milliseconds, which would be blamed on the codecs. */
const kept: Uint8Array[][] = []

function makeFrames(api: Api, count: number): Frame[] {
  const pictures = readFrames(clip, count)
  kept.push(pictures)
  return pictures.map((picture, index) => frameOf(api, picture, clip, index))
}

async function backlog(api: Api): Promise<Measurement> {
  const watch = new Stopwatch()
  const frames = makeFrames(api, BACKLOG)
  await rounds(watch, 'encode', () => encoding(api, frames))
  const source = readChunks(codedFile('h264-1080p.mp4'))
  await rounds(watch, 'decode', () => decoding(api, source))
  return watch.result()
}

/** The largest gap of a 1 ms timer while `work` is under way, in milliseconds. */
async function largestGap(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now()
  let largest = 0
  const look = () => {
    largest = Math.max(largest, since(last))
    last = performance.now()
  }
  const timer = setInterval(look, 1)
  await work()
  look()
  clearInterval(timer)
  return largest
}

async function gapOfEncoding(api: Api): Promise<Measurement> {
  const frames = makeFrames(api, TIMER_FRAMES)
  const { codec, failed } = encoder(api, () => {})
  const value = await largestGap(async () => {
    codec.configure(realtime(CODECS.h264.string, clip, 4e6))
    for (const frame of frames) codec.encode(frame)
    await Promise.race([codec.flush(), failed])
  })
  return { value }
}

async function gapOfDecoding(api: Api): Promise<Measurement> {
  const source = readChunks(codedFile('h264-1080p.mp4'))
  const chunks = chunksOf(api, source)
  const { codec, failed } = decoder(api, frame => frame.close())
  const value = await largestGap(async () => {
    configureDecoder(codec, source)
    for (const chunk of chunks) codec.decode(chunk)
    await Promise.race([codec.flush(), failed])
  })
  return { value }
}

const lower = { unit: 'ms', better: 'lower' } as const

export const rows: Row[] = [
  {
    name: 'js-thread',
    work: 'calls on the JavaScript thread with a backlog of 60 frames of 1080p: worst 99th percentile',
    targets: [{ atMost: 0.1 }],
    measure: backlog,
    ...lower,
  },
  {
    name: 'gap-encode',
    work: 'largest gap of a 1 ms timer while 100 frames of 1080p are encoded and flushed',
    targets: [{ atMost: 10 }],
    measure: gapOfEncoding,
    ...lower,
  },
  {
    name: 'gap-decode',
    work: 'largest gap of a 1 ms timer while 300 frames of 1080p are decoded and flushed',
    targets: [{ atMost: 10 }],
    measure: gapOfDecoding,
    ...lower,
  },
]
