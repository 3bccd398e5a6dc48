// Asks of hundreds of different configurations at once whether they are supported, and reads files and takes turns
// meanwhile. With "pool" keys are derived on libuv's pool instead, behind which files do have to wait. Prints, as JSON,
// the longest wait for a file and for a turn, as shares of the time until the last answer.
import { pbkdf2 } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { VideoEncoder } from '../../../index.js'

const CODECS = ['avc1.640034', 'hvc1.1.6.L153.B0', 'vp8', 'vp09.00.51.08', 'av01.0.13M.08']
const SIZES = [16, 64, 256, 512].flatMap(width => [16, 32, 64, 128, 256, 512].map(height => [width, height]))

const configs = CODECS.flatMap(codec =>
  SIZES.flatMap(([width, height]) =>
    ['realtime', 'quality'].map(latencyMode => ({ codec, width, height, latencyMode })),
  ),
)

async function ask(config) {
  const { supported } = await VideoEncoder.isConfigSupported(config)
  return supported
}

const derive = () => promisify(pbkdf2)('password', 'salt', 20_000, 64, 'sha512')

const start = performance.now()
const answers = process.argv[2] === 'pool' ? Array.from({ length: 40 }, derive) : configs.map(ask)
let done = false

/** Milliseconds of the longest wait for `step` before the last answer. */
async function longestWait(step) {
  let longest = 0
  while (!done) {
    const before = performance.now()
    await step()
    longest = Math.max(longest, performance.now() - before)
  }
  return longest
}

const waits = [longestWait(() => stat('.')), longestWait(() => new Promise(setImmediate))]
const supported = (await Promise.all(answers)).filter(answer => answer === true).length
const total = performance.now() - start
done = true
const [file, turn] = (await Promise.all(waits)).map(wait => wait / total)
console.log(JSON.stringify({ configs: configs.length, supported, file, turn }))
