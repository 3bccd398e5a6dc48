// Asks of hundreds of different configurations at once whether they are supported, and reads files and looks up names
// meanwhile. Prints, as JSON, how much of that went on before the last answer.
import { lookup } from 'node:dns/promises'
import { stat } from 'node:fs/promises'
import { VideoEncoder } from '../../../index.js'

const CODECS = ['avc1.640034', 'hvc1.1.6.L153.B0', 'vp8', 'vp09.00.51.08', 'av01.0.13M.08']
const SIZES = [16, 32, 64, 128, 256, 512].flatMap(width => [16, 32, 64, 128, 256, 512].map(height => [width, height]))

const configs = CODECS.flatMap(codec =>
  SIZES.flatMap(([width, height]) =>
    ['realtime', 'quality'].map(latencyMode => ({ codec, width, height, latencyMode })),
  ),
)

const seen = { configs: configs.length, supported: 0, turns: 0, files: 0, names: 0 }
let pending = configs.length

/** Counts how often `work` is done before the last answer. */
async function count(name, work) {
  while (pending > 0) {
    await work()
    if (pending > 0) seen[name] += 1
  }
}

const answers = configs.map(async config => {
  const { supported } = await VideoEncoder.isConfigSupported(config)
  pending -= 1
  if (supported) seen.supported += 1
})
await Promise.all([
  ...answers,
  count('turns', () => new Promise(setImmediate)),
  count('files', () => stat('.')),
  count('names', () => lookup('localhost')),
])
console.log(JSON.stringify(seen))
