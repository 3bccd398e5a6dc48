// Sixteen codecs flush at once. Prints how many of them gave fewer outputs than inputs.
import { MEDIA } from './common.js'

const COUNT = 10
const CODECS = {
  video: ['vp8', 'vp09.00.10.08', 'avc1.640028', 'av01.0.04M.08'],
  audio: ['opus', 'mp4a.40.2', 'vorbis', 'flac'],
}
const work = Object.entries(CODECS).flatMap(([kind, codecs]) =>
  codecs.map(codec => ({ ...MEDIA[kind], options: { codec, ...(kind === 'audio' && { frames: 960 }) } })),
)
const media = await Promise.all(work.map(({ makeChunks, options }) => makeChunks(COUNT, options)))
const outputs = []
const flushes = []
/** A callback that counts its calls. */
function counter() {
  const i = outputs.push(0) - 1
  return output => {
    output.close?.()
    outputs[i]++
  }
}
for (const [i, { makeEncoder, makeDecoder, feed, options }] of work.entries()) {
  const encoder = makeEncoder(counter(), options)
  feed(encoder, COUNT, options)
  flushes.push(encoder.flush())
  const { chunks, decoderConfig } = media[i]
  const decoder = makeDecoder(counter(), decoderConfig)
  for (const chunk of chunks) decoder.decode(chunk)
  flushes.push(decoder.flush())
}
const supported = work.map(({ Encoder, encoderConfig, options }) => Encoder.isConfigSupported(encoderConfig(options)))
await Promise.all([...flushes, ...supported])
console.log(JSON.stringify({ codecs: outputs.length, behind: outputs.filter(count => count < COUNT).length }))
