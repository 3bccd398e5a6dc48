// Leaves codecs and frames open in the state that the argument names, and ends by itself. Prints what came out.
import { feed, makeChunks, makeDecoder, makeEncoder, makeFrame } from './common.js'

const COUNT = 10
let outputs = 0
let flushed = 'not flushed'
const count = () => {
  outputs += 1
}
process.on('exit', () => console.log(`${outputs} outputs, ${flushed}`))

const decodeAll = async () => {
  const { chunks, decoderConfig } = await makeChunks(COUNT)
  const decoder = makeDecoder(count, decoderConfig)
  for (const chunk of chunks) decoder.decode(chunk)
  return decoder
}
const encodeAll = config => {
  const encoder = makeEncoder(count, config)
  feed(encoder, COUNT)
  return encoder
}
const flush = codec =>
  codec.flush().then(() => {
    flushed = 'flushed'
  })

const STATES = {
  'an idle encoder': async () => flush(encodeAll()),
  'an idle decoder': async () => flush(await decodeAll()),
  'an encoder flush': () => void flush(encodeAll({ codec: 'av01.0.04M.08' })),
  'a decoder flush': async () => void flush(await decodeAll()),
  'an encoder at work': () => void encodeAll({ latencyMode: 'realtime' }),
  'a decoder at work': async () => void (await decodeAll()),
  'codecs that never worked': () => {
    makeEncoder(count)
    makeDecoder(count)
    makeFrame(0)
  },
  'a pending isConfigSupported()': async () => {
    const { VideoEncoder } = await import('webcodecs-native')
    VideoEncoder.isConfigSupported({ codec: 'vp8', width: 64, height: 48 }).then(({ supported }) => {
      flushed = `supported: ${supported}`
    })
  },
}
await STATES[process.argv[2]]()
