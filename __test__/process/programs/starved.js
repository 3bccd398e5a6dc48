// Eight codecs flush at once. Prints how many outputs each of them gave.
import { VideoEncoder } from 'webcodecs-native'
import { feed, makeChunks, makeDecoder, makeEncoder } from './common.js'

const COUNT = 10
const CODECS = ['vp8', 'vp09.00.10.08', 'avc1.640028', 'av01.0.04M.08']
const outputs = Array(8).fill(0)
const flushes = []
const media = await Promise.all(CODECS.map(codec => makeChunks(COUNT, { codec })))
for (const [i, codec] of CODECS.entries()) {
  const encoder = makeEncoder(() => outputs[i]++, { codec })
  feed(encoder, COUNT)
  flushes.push(encoder.flush())
  const { chunks, decoderConfig } = media[i]
  const decoder = makeDecoder(frame => {
    frame.close()
    outputs[4 + i]++
  }, decoderConfig)
  for (const chunk of chunks) decoder.decode(chunk)
  flushes.push(decoder.flush())
}
const supported = CODECS.map(codec => VideoEncoder.isConfigSupported({ codec, width: 64, height: 64 }))
await Promise.all([...flushes, ...supported])
console.log(JSON.stringify(outputs))
