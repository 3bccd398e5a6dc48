import test, { type ExecutionContext } from 'ava'
import { getBuildInfo, VideoFrame } from '../../index.js'
import { CODECS, type CodecName, writeStream } from '../support/codecs.js'
import { CONTENTS } from '../support/contents.js'
import { psnrOf } from '../support/judging.js'
import { encodeAll, recording } from '../support/recording.js'

type LatencyMode = 'quality' | 'realtime'

const SIZE = { width: 256, height: 144 }
const COUNT = 24

/** Bits per second for each content, so that it is neither ruined nor perfect. */
const BITRATES: Record<string, number> = { motion: 160_000, detail: 160_000, text: 250_000 }

const NAMES: Record<string, CodecName> = { 'H.264': 'avc', HEVC: 'hevc', VP8: 'vp8', VP9: 'vp9', AV1: 'av1' }

/** Each codec's encoder of choice, with the hints that it has settings for in a mode. */
const HINTED = Object.entries(NAMES).flatMap(([codec, name]) => {
  const rows = getBuildInfo().videoEncoders.filter(row => row.codec === codec && row.available && !row.hardware)
  return (rows[0]?.contentHints ?? []).flatMap(({ hint, latencyModes }) =>
    latencyModes.map(mode => ({ name, mode, hint })),
  )
})

const contents = new Map<string, Promise<Uint8Array[]>>()

/** The frames of a kind, made once. */
function framesOf(kind: string): Promise<Uint8Array[]> {
  const made =
    contents.get(kind) ?? CONTENTS[kind]?.(SIZE, COUNT) ?? Promise.reject(new Error(`no content for ${kind}`))
  contents.set(kind, made)
  return made
}

function* videoFrames(pictures: Uint8Array[]): Generator<VideoFrame> {
  const { width: codedWidth, height: codedHeight } = SIZE
  for (const [i, data] of pictures.entries()) {
    yield new VideoFrame(data, { format: 'I420', codedWidth, codedHeight, timestamp: (i * 1e6) / 30 })
  }
}

interface Setup {
  latencyMode: LatencyMode
  bitrate: number
  contentHint?: string
}

async function packetsOf(t: ExecutionContext, codec: CodecName, setup: Setup, pictures: Uint8Array[]) {
  const { encoder, packets } = recording(t, codec, { ...SIZE, ...setup, ...CODECS[codec].elementary })
  encodeAll(encoder, videoFrames(pictures))
  await encoder.flush()
  t.is(packets.length, COUNT)
  return packets
}

interface Judged {
  size: number
  psnr: number
}

async function judged(t: ExecutionContext, codec: CodecName, setup: Setup, pictures: Uint8Array[]): Promise<Judged> {
  const packets = await packetsOf(t, codec, setup, pictures)
  const size = packets.reduce((sum, { data }) => sum + data.length, 0)
  return { size, psnr: await psnrOf(t, await writeStream(t, codec, packets, SIZE), pictures, SIZE) }
}

/** How much the bitrate changes from one stream without a hint to the next. */
const STEP = 1.35

/**
 * The PSNR of a size on the line between two streams, of which one is smaller and one is larger; `first` is the bitrate that
 * is tried first. Of streams that are all larger it is that of the smallest; that all are smaller is a failure.
 */
async function psnrAt(size: number, first: number, stream: (bitrate: number) => Promise<Judged>): Promise<number> {
  let bitrate = first
  let last = await stream(bitrate)
  const direction = last.size < size ? 1 : -1
  for (let step = 0; step < 3; step++) {
    bitrate *= STEP ** direction
    const next = await stream(bitrate)
    const [small, large] = direction > 0 ? [last, next] : [next, last]
    if (small.size <= size && size <= large.size) {
      const part = Math.log(size / small.size) / Math.log(large.size / small.size) || 0
      return small.psnr + (large.psnr - small.psnr) * part
    }
    last = next
  }
  if (last.size < size) throw new Error(`${size} is more than every stream has without a hint`)
  return last.psnr
}

test('#dom-videoencoderconfig-contenthint: every codec has settings for text', t => {
  for (const name of Object.values(NAMES)) {
    t.true(
      HINTED.some(hinted => hinted.name === name && hinted.hint === 'text'),
      name,
    )
  }
})

for (const { name, mode, hint } of HINTED) {
  test(`#dom-videoencoderconfig-contenthint: ${name}, ${mode}: "${hint}" makes its content better for its bits`, async t => {
    const pictures = await framesOf(hint)
    const setup = { latencyMode: mode, bitrate: BITRATES[hint] ?? Number.NaN }
    const hinted = await judged(t, name, { ...setup, contentHint: hint }, pictures)
    const plain = await psnrAt(hinted.size, setup.bitrate, bitrate => judged(t, name, { ...setup, bitrate }, pictures))
    t.true(hinted.psnr > plain, `${hinted.psnr} dB with the hint, ${plain} dB without it`)
    t.log(`${(hinted.psnr - plain).toFixed(2)} dB`)
  })
}

test('#dom-videoencoderconfig-contenthint: a hint that is not known is ignored', async t => {
  const pictures = await framesOf('text')
  const setup: Setup = { latencyMode: 'realtime', bitrate: 160_000 }
  const plain = await packetsOf(t, 'avc', setup, pictures)
  const hinted = await packetsOf(t, 'avc', { ...setup, contentHint: 'speech' }, pictures)
  t.deepEqual(
    hinted.map(({ data }) => data),
    plain.map(({ data }) => data),
  )
})
