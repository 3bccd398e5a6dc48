// Counts the turns of the event loop, of timers and of promises while a codec flushes. Prints them, as JSON: those of the flush
// with the most of several, as on a busy machine a flush may be through before this thread is let run.
import { MEDIA } from './common.js'

const COUNT = 40
const FLUSHES = 10
const OPTIONS = {
  video: { width: 640, height: 360, codec: 'avc1.640028' },
  audio: { frames: 48_000, codec: 'opus' },
}
const [kind, side] = process.argv.slice(2)
const { feed, makeChunks, makeDecoder, makeEncoder } = MEDIA[kind]
const options = OPTIONS[kind]

async function countedFlush(codec) {
  const seen = { immediates: 0, timers: 0, promises: 0 }
  let done = false
  const immediates = () => {
    seen.immediates += 1
    if (!done) setImmediate(immediates)
  }
  const timers = () => {
    seen.timers += 1
    if (!done) setTimeout(timers)
  }
  const promises = async () => {
    while (!done) {
      await new Promise(setImmediate).then(() => {
        seen.promises += 1
      })
    }
  }
  immediates()
  timers()
  promises()
  await codec.flush()
  done = true
  return seen
}

/** The codec, and what gives it work. */
async function prepared() {
  if (side === 'encoder') {
    const encoder = makeEncoder(() => {}, options)
    return [encoder, () => feed(encoder, COUNT, options)]
  }
  const { chunks, decoderConfig } = await makeChunks(COUNT, options)
  const decoder = makeDecoder(output => output.close(), decoderConfig)
  const decodeAll = () => {
    for (const chunk of chunks) decoder.decode(chunk)
  }
  return [decoder, decodeAll]
}

const [codec, work] = await prepared()
let most = { immediates: 0 }
for (let i = 0; i < FLUSHES; i++) {
  work()
  const seen = await countedFlush(codec)
  if (seen.immediates > most.immediates) most = seen
}
codec.close()
console.log(JSON.stringify(most))
