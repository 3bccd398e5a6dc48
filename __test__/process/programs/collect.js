// Forgets codecs and their inputs, in the middle of work and idle, and collects garbage all the time. Needs --expose-gc.
// Prints how many of the forgotten objects were collected, and whether all outputs came.
import { audio, turns, video } from './common.js'

const ROUNDS = Number(process.argv[2])
const INPUTS = 4
let outputs = 0
let collected = 0
const forgotten = new FinalizationRegistry(() => {
  collected += 1
})
const output = () => {
  outputs += 1
  globalThis.gc()
}
const MEDIA = [
  [video, { latencyMode: 'realtime' }],
  [audio, {}],
]
const all = await Promise.all(MEDIA.map(([{ makeChunks }]) => makeChunks(INPUTS)))
/** In a function of its own, so that no variable outlives the round. */
function round(number) {
  for (const [i, [{ makeEncoder, makeDecoder, makeInput, feed }, options]] of MEDIA.entries()) {
    const encoder = makeEncoder(output, options)
    feed(encoder, INPUTS)
    const decoder = makeDecoder(output, all[i].decoderConfig)
    for (const chunk of all[i].chunks) decoder.decode(chunk)
    const input = makeInput(number)
    for (const object of [encoder, decoder, input, input.clone()]) forgotten.register(object)
  }
}

for (let i = 0; i < ROUNDS; i++) {
  round(i)
  await turns(i % 3)
}
while (outputs < ROUNDS * INPUTS * 4) await turns(1)
for (let i = 0; i < 50 && collected < ROUNDS * 8; i++) {
  globalThis.gc()
  await turns(5)
}
console.log(JSON.stringify({ outputs, collected }))
