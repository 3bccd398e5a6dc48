// Makes, configures and closes codecs, with and without work, as often as the argument says. Prints the threads left over.
import { readFileSync } from 'node:fs'
import { feed, makeDecoder, makeEncoder, turns } from './common.js'

const threads = () => Number(/Threads:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0)
const output = () => {}
const before = threads()
for (let i = 0; i < Number(process.argv[2]); i++) {
  const encoder = makeEncoder(output)
  if (i % 2) feed(encoder, 1)
  encoder.close()
  const decoder = makeDecoder(output)
  decoder.close()
  if (i % 10 === 0) await turns(1)
}
while (threads() > before) await new Promise(resolve => setTimeout(resolve, 5))
console.log('all threads are gone')
