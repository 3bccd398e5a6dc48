// Makes, configures and closes codecs, with and without work, as often as the argument says. Prints the threads left over.
import { audio, threads, turns, video } from './common.js'

const output = () => {}
const media = await Promise.all(
  [video, audio].map(async medium => ({ ...medium, config: (await medium.makeChunks(1)).decoderConfig })),
)
await turns(1)
const before = threads()
for (let i = 0; i < Number(process.argv[2]); i++) {
  const { makeEncoder, makeDecoder, feed, config } = media[i % 2]
  const encoder = makeEncoder(output)
  if (i % 4 > 1) feed(encoder, 1)
  encoder.close()
  const decoder = makeDecoder(output, config)
  decoder.close()
  if (i % 10 === 0) await turns(1)
}
while (threads() > before) await new Promise(resolve => setTimeout(resolve, 5))
console.log('all threads are gone')
