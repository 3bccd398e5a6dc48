// Sixteen small encoders at work at once. Prints the most threads that the process had.
import { readFileSync } from 'node:fs'
import { MEDIA } from './common.js'

const [kind, codec, latencyMode] = process.argv.slice(2)
const { feed, makeEncoder } = MEDIA[kind]
let most = 0
const output = () => {
  most = Math.max(most, Number(/Threads:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]))
}
const encoders = Array.from({ length: 16 }, () => makeEncoder(output, { codec, latencyMode }))
for (const encoder of encoders) feed(encoder, 3)
await Promise.all(encoders.map(encoder => encoder.flush()))
console.log(most)
