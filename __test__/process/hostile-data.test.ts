import type { ExecutionContext } from 'ava'
import test from 'ava'
import { EncodedVideoChunk, VideoDecoder } from '../../index.js'
import { runProgram } from '../support/child.js'
import { CODEC_NAMES, CODECS, type CodecName } from '../support/codecs.js'
import { moving } from '../support/frames.js'
import { makeMedia, type Packet } from '../support/media.js'
import { byteStream, toByteStream } from '../support/nal.js'
import { pcmStream } from '../support/pcm-avc.js'
import { encodeAll, recording } from '../support/recording.js'
import type { Chunk } from '../support/streams.js'
import { withSize } from '../support/vp9.js'

/** A source of numbers that is the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Spoil = (data: Uint8Array<ArrayBuffer>, next: (below: number) => number) => Uint8Array<ArrayBuffer>

const SPOILS: Record<string, Spoil> = {
  'cut short': (data, next) => data.slice(0, next(data.length)),
  'with flipped bits': (data, next) => {
    for (let i = 0; i < 8; i++) {
      const at = next(data.length)
      data.fill((data[at] ?? 0) ^ (1 << next(8)), at, at + 1)
    }
    return data
  },
  'of random bytes': (data, next) => data.map(() => next(256)),
  'with a random tail': (data, next) => data.fill(next(256), next(data.length)),
}

/** Eight pictures by the ffmpeg program; of VP9 with their size in each frame, when it is given. */
const made =
  (extension: string, options: string, [width, height] = [0, 0]) =>
  async (t: ExecutionContext): Promise<Chunk[]> => {
    const media = await makeMedia(t, `media.${extension}`, options.split(' '), { frames: 8, size: '64x48' })
    const { chunks } = media.config.description && extension === 'mp4' ? toByteStream(media) : media
    const sized = (data: Chunk['data']) => (width && height ? withSize(data, { width, height }) : data)
    return chunks.map(chunk => (chunk.type === 'key' ? chunk : { ...chunk, data: sized(chunk.data) }))
  }

/** Streams with more in them than an encoder of ours makes, as chunks that need no description. */
const STREAMS: Record<string, [CodecName, (t: ExecutionContext) => Promise<Chunk[]>]> = {
  'avc in fields, several pictures and none in a chunk': ['avc', async () => fieldChunks()],
  'avc with open groups of pictures': [
    'avc',
    made('mp4', '-c:v libx264 -x264-params threads=1:open-gop=1:keyint=4:bframes=2'),
  ],
  'avc, interlaced': ['avc', made('mp4', '-c:v libx264 -x264-params threads=1:interlaced=1:bframes=2:slices=2')],
  'hevc with open groups of pictures': [
    'hevc',
    made('mp4', '-tag:v hvc1 -c:v libx265 -x265-params log-level=none:open-gop=1:keyint=4:bframes=2'),
  ],
  'vp9 with a size in each frame': ['vp9', made('webm', '-c:v libvpx-vp9 -error-resilient 1 -cpu-used 5', [64, 48])],
  'av1 with hidden frames': ['av1', made('webm', '-c:v libaom-av1 -cpu-used 8 -lag-in-frames 16')],
}

function fieldChunks(): Chunk[] {
  const { sets, frames } = pcmStream(4, { fields: true })
  const [first = [], second = [], third = [], fourth = []] = frames
  return [[...sets, ...first], sets, [...second, ...third], ...fourth.map(unit => [unit])].map((units, i) => ({
    type: i === 0 ? 'key' : 'delta',
    timestamp: i,
    data: byteStream(units),
  }))
}

async function encoded(t: ExecutionContext, codec: CodecName) {
  const { encoder, packets } = recording(t, codec, { latencyMode: 'realtime', ...CODECS[codec].elementary })
  encodeAll(
    encoder,
    Array.from({ length: 4 }, (_, timestamp) => moving(timestamp * 5, { timestamp })),
  )
  await encoder.flush()
  return packets
}

/** Decodes the packets; resolves with the error, if one came, after checking that it came as it has to. */
async function decode(
  t: ExecutionContext,
  codec: CodecName,
  packets: Pick<Packet, 'type' | 'timestamp' | 'data'>[],
): Promise<string | undefined> {
  const errors: DOMException[] = []
  const decoder = new VideoDecoder({ output: frame => frame.close(), error: error => errors.push(error) })
  decoder.configure({ codec: CODECS[codec].codec })
  try {
    for (const { type, timestamp, data } of packets) decoder.decode(new EncodedVideoChunk({ type, timestamp, data }))
  } catch (error) {
    t.is((error as DOMException).name, 'DataError')
  }
  const flushed = await decoder.flush().catch(error => error)
  t.is(flushed, errors[0])
  t.is(decoder.state, errors.length > 0 ? 'closed' : 'configured')
  t.true(errors.length === 0 || (errors.length === 1 && errors[0]?.name === 'EncodingError'))
  if (decoder.state !== 'closed') decoder.close()
  return errors[0]?.name
}

for (const codec of CODEC_NAMES) {
  test(`#dom-videodecoder-decode: ${codec}: corrupt data ends in one EncodingError, and other decoders go on`, async t => {
    const packets = await encoded(t, codec)
    const next = random(1)
    let errors = 0
    for (const spoil of Object.values(SPOILS)) {
      for (let i = 0; i < 20; i++) {
        const victim = i % packets.length
        const spoiled = packets.map((packet, at) =>
          at === victim ? { ...packet, data: spoil(packet.data.slice(), next) } : packet,
        )
        if (await decode(t, codec, spoiled)) errors += 1
      }
    }
    t.true(errors > 10, `${errors} errors`)
    t.is(await decode(t, codec, packets), undefined)
  })

  test(`#dom-videodecoder-decode: ${codec}: a chunk of random bytes after a good one is an EncodingError`, async t => {
    const [first] = await encoded(t, codec)
    if (!first) return t.fail()
    const noise = Uint8Array.from({ length: 300 }, random(7).bind(undefined, 256)).fill(255, 0, 1)
    t.is(await decode(t, codec, [first, { ...first, type: 'delta', timestamp: 1, data: noise }]), 'EncodingError')
    t.is(
      await decode(t, codec, [first, { ...first, type: 'delta', timestamp: 1, data: new Uint8Array() }]),
      'EncodingError',
    )
  })
}

for (const [what, [codec, chunksOf]] of Object.entries(STREAMS)) {
  test(`#dom-videodecoder-decode: ${what}: corrupt data ends in one EncodingError`, async t => {
    const chunks = await chunksOf(t)
    t.is(await decode(t, codec, chunks), undefined)
    const next = random(3)
    let errors = 0
    for (const spoil of Object.values(SPOILS)) {
      for (let i = 0; i < 2 * chunks.length; i++) {
        const spoiled = chunks.map((chunk, at) =>
          at === i % chunks.length ? { ...chunk, data: spoil(chunk.data.slice(), next) } : chunk,
        )
        if (await decode(t, codec, spoiled)) errors += 1
      }
    }
    t.true(errors > 2 * chunks.length, `${errors} errors`)
  })
}

test('#dom-videodecoder-decode: a chunk of millions of pictures takes memory in proportion to its bytes', async t => {
  const { code, stdout, stderr } = await runProgram('many-pictures.js')
  t.is(code, 0, stderr)
  const { name, times } = JSON.parse(stdout)
  t.is(name, 'EncodingError')
  t.true(times < 5, `${times} times as many`) // copies for the codec's thread and for the decoder
})

test('#dom-videodecoder-decode: a chunk of 10,000 pictures neither piles them up nor holds the JavaScript thread up', async t => {
  const { code, stdout, stderr } = await runProgram('tiny-pictures.js')
  t.is(code, 0, stderr)
  const { counts, megabytes, beats } = JSON.parse(stdout)
  t.deepEqual(counts, [10_000, 1])
  t.true(megabytes < 40, `${megabytes} MB`) // the pictures would take 90
  t.true(beats > 5, `${beats} beats`)
})
