// Decodes a chunk of 20 MB with a picture in every 5 bytes. Prints by how many times its size the memory has grown at most.
import { EncodedVideoChunk, VideoDecoder } from '../../../index.js'

const data = new Uint8Array(20_000_000)
const picture = [0, 0, 1, 0x65, 0x80]
for (let i = 0; i < data.length; i++) data[i] = picture[i % picture.length]
const chunk = new EncodedVideoChunk({ type: 'key', timestamp: 0, data })
const before = process.memoryUsage.rss()
let peak = before
// maxRSS counts what the process was forked from.
const sample = () => {
  peak = Math.max(peak, process.memoryUsage.rss())
}
const sampling = setInterval(sample, 1)
const decoder = new VideoDecoder({
  output: frame => frame.close(),
  error: error => {
    sample()
    clearInterval(sampling)
    console.log(JSON.stringify({ name: error.name, times: (peak - before) / data.length }))
  },
})
decoder.configure({ codec: 'avc1.42001f' })
decoder.decode(chunk)
await decoder.flush().catch(() => {})
