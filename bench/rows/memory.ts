/** Whether memory grows with the work done. */
import { RAW, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'
import { CODECS } from '../settings.js'
import { decoder, encoder, frameOf, megabytes, realtime, stopwatch } from '../work.js'

const FRAMES = 10_000
const WARM = 1000
/** Frames that are encoded again and again. */
const CYCLE = 240
const SAMPLE = 250
const clip = RAW[360]

async function measure(api: Api): Promise<Measurement> {
  const pictures = readFrames(clip, CYCLE)
  let decoded = 0
  const decoding = decoder(api, frame => {
    decoded += 1
    frame.close()
  })
  const encoding = encoder(api, chunk => decoding.codec.decode(chunk))
  const { width, height } = clip
  decoding.codec.configure({ codec: CODECS.h264.string, codedWidth: width, codedHeight: height })
  encoding.codec.configure(realtime(CODECS.h264.string, clip, 6e5))
  const resident: number[] = []
  const stop = stopwatch()
  for (let index = 0; index < FRAMES; index += 1) {
    await encoding.room()
    await decoding.room()
    const frame = frameOf(api, pictures[index % pictures.length] ?? new Uint8Array(), clip, index)
    encoding.codec.encode(frame)
    frame.close()
    if (index >= WARM && index % SAMPLE === 0) resident.push(megabytes(process.memoryUsage.rss()))
  }
  await Promise.race([encoding.codec.flush(), encoding.failed])
  await Promise.race([decoding.codec.flush(), decoding.failed])
  const [warm = Number.NaN] = resident
  const details = { 'warm MB': warm, ...stop(FRAMES), lost: FRAMES - decoded }
  return { value: Math.max(...resident) - warm, details }
}

export const rows: Row[] = [
  {
    name: 'memory',
    work: '10,000 frames of 360p through encoder and decoder: growth after the first 1,000',
    unit: 'MB',
    better: 'lower',
    targets: [{ atMost: 20 }],
    measure,
  },
]
