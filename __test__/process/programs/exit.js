// Leaves codecs and inputs open in the state that the arguments name, and ends by itself. Prints what came out.
import { MEDIA } from './common.js'

const COUNT = 10
const [kind, state] = process.argv.slice(2)
const { Encoder, encoderConfig, feed, makeChunks, makeDecoder, makeEncoder, makeInput } = MEDIA[kind]
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
  feed(encoder, COUNT, config)
  return encoder
}
const flush = codec =>
  codec.flush().then(() => {
    flushed = 'flushed'
  })
/** What takes long. */
const SLOW = {
  video: { codec: 'av01.0.04M.08' },
  audio: { frames: 48_000, flac: { blockSize: 48_000, compressLevel: 8 } },
}

const STATES = {
  'an idle encoder': async () => flush(encodeAll()),
  'an idle decoder': async () => flush(await decodeAll()),
  'an encoder flush': () => void flush(encodeAll(SLOW[kind])),
  'a decoder flush': async () => void flush(await decodeAll()),
  'an encoder at work': () => void encodeAll({ latencyMode: 'realtime' }),
  'a decoder at work': async () => void (await decodeAll()),
  'codecs that never worked': async () => {
    makeEncoder(count)
    makeDecoder(count, (await makeChunks(1)).decoderConfig)
    makeInput(0)
  },
  'a pending isConfigSupported()': () => {
    Encoder.isConfigSupported(encoderConfig()).then(({ supported }) => {
      flushed = `supported: ${supported}`
    })
  },
}
await STATES[state]()
