// Codes a few pictures or sounds where only so many more threads are to be had, for each number up to that of the third argument;
// the others are the kind, and the encoder's options as JSON. Prints how each try ended, and how it does without a limit.
import { MEDIA } from './common.js'

const COUNT = 3
const [kind, json, most] = process.argv.slice(2)
const options = JSON.parse(json)
const { Decoder, Encoder, encoderConfig, feed, makeChunks } = MEDIA[kind]
const config = encoderConfig(options)

/** Of what is asked for from now on. */
const allow = threads => {
  process.env.THREADS_LEFT = String(threads)
}

/** Resolves with the outputs when all went well, else with the error's name. */
async function ended(Codec, configuration, work) {
  let outputs = 0
  let failure
  const codec = new Codec({
    output(output) {
      output.close?.()
      outputs += 1
    },
    error({ name }) {
      failure = name
    },
  })
  codec.configure(configuration)
  work(codec)
  const rejected = await codec.flush().catch(({ name }) => name)
  if (rejected !== failure) throw new Error(`flush(): ${rejected}, error callback: ${failure}`)
  if (!failure) codec.close()
  return failure ?? outputs
}

allow(1000)
const { chunks, decoderConfig } = await makeChunks(COUNT, options)

async function attempt(threads) {
  allow(threads)
  const { supported } = await Encoder.isConfigSupported(config)
  const encoder = await ended(Encoder, config, codec => feed(codec, COUNT, options))
  const decoder = await ended(Decoder, decoderConfig, codec => chunks.forEach(chunk => void codec.decode(chunk)))
  return { supported, encoder, decoder }
}

const ends = []
for (let threads = 0; threads <= most; threads++) ends.push(await attempt(threads))
console.log(JSON.stringify({ ends, unlimited: await attempt(1000) }))
