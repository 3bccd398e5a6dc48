// Is in the middle of work, with nothing closed, when the process ends: after as many outputs as the second argument says,
// 0 being at once, by the way that the first one names.
import { feed, makeChunks, makeDecoder, makeEncoder } from './common.js'

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
const { chunks } = await makeChunks(20)
for (let i = 0; i < 2; i++) {
  const size = { width: 320, height: 240 }
  const encoder = makeEncoder(output, size)
  feed(encoder, 20, size)
  encoder.flush()
  const decoder = makeDecoder(output)
  for (const chunk of chunks) decoder.decode(chunk)
  decoder.flush()
}
if (left === 0) WAYS[way]()
