/** Many small encoders at once. */
import { RAW, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'
import { CODECS } from '../settings.js'
import { encodeAll, encoder, realtime, stopwatch } from '../work.js'

const ENCODERS = 16
const FRAMES = 120
const clip = RAW[360]

/** The number of chunks that came out. */
async function encodeOne(api: Api, pictures: Uint8Array[]): Promise<number> {
  let chunks = 0
  const running = encoder(api, () => {
    chunks += 1
  })
  running.codec.configure(realtime(CODECS.h264.string, clip, 6e5))
  await encodeAll(api, running, pictures, clip)
  running.codec.close()
  return chunks
}

async function measure(api: Api): Promise<Measurement> {
  const pictures = readFrames(clip, FRAMES)
  const stop = stopwatch()
  const chunks = await Promise.all(Array.from({ length: ENCODERS }, () => encodeOne(api, pictures)))
  const total = chunks.reduce((sum, count) => sum + count, 0)
  const { fps, ...cpu } = stop(total)
  const details = { ...cpu, lost: ENCODERS * FRAMES - total, 'peak MB': process.resourceUsage().maxRSS / 1024 }
  return { value: fps, details }
}

export const rows: Row[] = [
  {
    name: 'many',
    work: `${ENCODERS} H.264 realtime encoders of 360p at once, frames in all`,
    unit: 'fps',
    better: 'higher',
    targets: [
      { than: '@napi-rs/webcodecs', times: 1.2 },
      { detail: 'lost', atMost: 0 },
    ],
    measure,
  },
]
