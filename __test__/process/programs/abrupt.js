// Is in the middle of work, with nothing closed, when the process ends: after as many outputs as the second argument says,
// 0 being at once, by the way that the first one names.
import { audio, video } from './common.js'

const [way, after] = process.argv.slice(2)
const WAYS = {
  exit: () => process.exit(7),
  'uncaught error': () => {
    setImmediate(() => {
      throw new Error('mine')
    })
  },
  'unhandled rejection': () => void Promise.reject(new Error('mine')),
  kill: () => process.kill(process.pid, 'SIGTERM'),
}

let left = Number(after)
const output = () => {
  left -= 1
  if (left === 0) WAYS[way]()
}
const WORK = [
  [video, { width: 320, height: 240 }],
  [audio, { codec: 'opus', frames: 960 }],
]
const all = await Promise.all(WORK.map(([{ makeChunks }, options]) => makeChunks(20, options)))
for (const [i, [{ makeEncoder, makeDecoder, feed }, options]] of WORK.entries()) {
  const { chunks, decoderConfig } = all[i]
  for (let j = 0; j < 2; j++) {
    const encoder = makeEncoder(output, options)
    feed(encoder, 20, options)
    encoder.flush()
    const decoder = makeDecoder(output, decoderConfig)
    for (const chunk of chunks) decoder.decode(chunk)
    decoder.flush()
  }
}
if (left === 0) WAYS[way]()
