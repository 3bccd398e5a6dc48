/** What the codecs take from the JavaScript thread. */
import { type Backlogged, CallTimes, rounds } from '../backlog.js'
import { type ChunkedClip, readChunks } from '../chunks.js'
import { codedFile, RAW, readFrames } from '../clips.js'
import { since } from '../clock.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'
import { CODECS } from '../settings.js'
import { chunksOf, configureDecoder, decoder, encoder, type Frame, frameOf, realtime } from '../work.js'

const clip = RAW[1080]
const BACKLOG = 60
const TIMER_FRAMES = 100

function encoding(api: Api, watch: CallTimes, frames: Frame[]): Backlogged {
  const { codec } = encoder(api, () => {})
  return {
    items: BACKLOG,
    configure: () => codec.configure(realtime(CODECS.h264.string, clip, 4e6)),
    queue: index => watch.time('encode', () => codec.encode(frames[index % frames.length] as Frame)),
    look: () => void [codec.encodeQueueSize, codec.state, codec.ondequeue],
    flush: () => codec.flush(),
    reset: () => codec.reset(),
    close: () => codec.close(),
  }
}

function decoding(api: Api, watch: CallTimes, source: ChunkedClip): Backlogged {
  const { codec } = decoder(api, frame => frame.close())
  const chunks = chunksOf(api, source)
  return {
    items: BACKLOG,
    configure: () => configureDecoder(codec, source),
    queue: index => watch.time('decode', () => codec.decode(chunks[index] as (typeof chunks)[number])),
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
  const watch = new CallTimes()
  const frames = makeFrames(api, BACKLOG)
  await rounds(watch, times => encoding(api, times, frames))
  const source = readChunks(codedFile('h264-1080p.mp4'))
  await rounds(watch, times => decoding(api, times, source))
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
