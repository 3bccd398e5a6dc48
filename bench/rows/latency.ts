/** How long one frame takes when frames come at their own pace. */
import { FRAMERATE, RAW, readFrames } from '../clips.js'
import { since } from '../clock.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'
import { CODECS } from '../settings.js'
import { median, percentile } from '../statistics.js'
import { encoder, frameOf, realtime } from '../work.js'

const clip = RAW[720]
const FRAMES = 240
const FRAME_MILLISECONDS = 1000 / FRAMERATE

/** Waits until so many milliseconds after `start`, by a timer as an application would. */
const until = (start: number, milliseconds: number) =>
  new Promise(resolve => setTimeout(resolve, milliseconds - since(start)))

async function measure(api: Api): Promise<Measurement> {
  const sent: number[] = []
  const latencies: number[] = []
  const { codec, failed } = encoder(api, () => latencies.push(since(sent[latencies.length] ?? Number.NaN)))
  codec.configure(realtime(CODECS.h264.string, clip, 2e6))
  const pictures = readFrames(clip, FRAMES)
  const start = performance.now()
  for (const [index, picture] of pictures.entries()) {
    await until(start, index * FRAME_MILLISECONDS)
    const frame = frameOf(api, picture, clip, index)
    sent.push(performance.now())
    codec.encode(frame)
    frame.close()
  }
  await Promise.race([codec.flush(), failed])
  codec.close()
  const lost = sent.length - latencies.length
  return { value: median(latencies), details: { 'p99 ms': percentile(latencies, 0.99), lost } }
}

export const rows: Row[] = [
  {
    name: 'latency',
    work: 'encode and deliver one 720p H.264 realtime frame at 30 a second: median',
    unit: 'ms',
    better: 'lower',
    targets: [{ atMost: 4 }, { detail: 'p99 ms', atMost: 8 }],
    measure,
  },
]
