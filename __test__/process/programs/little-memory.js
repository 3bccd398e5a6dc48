// Decodes the clip of a file over and over until there are so many pictures and, where a third argument tells how, encodes
// them in step. Prints, as JSON, how many came out of each and the most memory that was resident, in bytes.
import { readFileSync } from 'node:fs'
import { EncodedVideoChunk, VideoDecoder, VideoEncoder } from 'webcodecs-native'

/** Requests that may wait. */
const WAITING = 4

const [file, count, encoderConfig] = process.argv.slice(2)
const { config, length, chunks } = JSON.parse(readFileSync(file, 'utf8'))

const fail = error => {
  throw error
}

const result = { decoded: 0, encoded: 0 }

/** Resolves when the codec has room for another request. */
async function room(codec, waiting) {
  while (codec[waiting] >= WAITING)
    await new Promise(resolve => codec.addEventListener('dequeue', resolve, { once: true }))
}

const encoder = new VideoEncoder({ output: () => (result.encoded += 1), error: fail })
if (encoderConfig) encoder.configure(JSON.parse(encoderConfig))
const decoder = new VideoDecoder({
  output: frame => {
    result.decoded += 1
    if (encoderConfig) encoder.encode(frame)
    frame.close()
  },
  error: fail,
})
decoder.configure({ ...config, description: Buffer.from(config.description, 'base64') })

for (let number = 0; number < count; number++) {
  const { type, timestamp, data } = chunks[number % chunks.length]
  const before = Math.floor(number / chunks.length) * length
  decoder.decode(new EncodedVideoChunk({ type, timestamp: before + timestamp, data: Buffer.from(data, 'base64') }))
  await room(decoder, 'decodeQueueSize')
  await room(encoder, 'encodeQueueSize')
}
await decoder.flush()
if (encoderConfig) await encoder.flush()
const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
console.log(JSON.stringify({ ...result, peak: kilobytes * 1024 }))
