// Asks of hundreds of different configurations at once whether they are supported, and looks at a file and takes turns of the
// event loop meanwhile, over and over. Prints, as JSON, how long the longest of these and all answers took, in milliseconds.
import { stat } from 'node:fs/promises'
import { VideoEncoder } from '../../../index.js'

const CODECS = ['avc1.640034', 'hvc1.1.6.L153.B0', 'vp8', 'vp09.00.51.08', 'av01.0.13M.08']
const SIZES = [16, 64, 256, 512].flatMap(width => [16, 32, 64, 128, 256, 512].map(height => [width, height]))

const configs = CODECS.flatMap(codec =>
  SIZES.flatMap(([width, height]) =>
    ['realtime', 'quality'].map(latencyMode => ({ codec, width, height, latencyMode })),
  ),
)

const start = performance.now()
const seen = { configs: configs.length, supported: 0, total: 0, turn: 0, file: 0 }
let pending = configs.length

/** Does `work` until the last answer; keeps the longest time that it took. What it waits for is part of it to the end. */
async function time(name, work) {
  while (pending > 0) {
    const before = performance.now()
    await work()
    seen[name] = Math.max(seen[name], performance.now() - before)
  }
}

const answers = configs.map(async config => {
  const { supported } = await VideoEncoder.isConfigSupported(config)
  pending -= 1
  if (supported) seen.supported += 1
})
await Promise.all([...answers, time('turn', () => new Promise(setImmediate)), time('file', () => stat('.'))])
seen.total = performance.now() - start
console.log(JSON.stringify(seen))
