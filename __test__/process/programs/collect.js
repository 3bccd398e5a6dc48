// Forgets codecs and frames, in the middle of work and idle, and collects garbage all the time. Needs --expose-gc.
// Prints how many of the forgotten objects were collected, and whether all outputs came.
import { feed, makeChunks, makeDecoder, makeEncoder, makeFrame, turns } from './common.js'

const ROUNDS = Number(process.argv[2])
const FRAMES = 4
let outputs = 0
let collected = 0
const forgotten = new FinalizationRegistry(() => {
  collected += 1
})
const output = () => {
  outputs += 1
  globalThis.gc()
}
const { chunks, decoderConfig } = await makeChunks(FRAMES)
/** In a function of its own, so that no variable outlives the round. */
function round(timestamp) {
  const encoder = makeEncoder(output, { latencyMode: 'realtime' })
  feed(encoder, FRAMES)
  const decoder = makeDecoder(output, decoderConfig)
  for (const chunk of chunks) decoder.decode(chunk)
  const frame = makeFrame(timestamp)
  for (const object of [encoder, decoder, frame, frame.clone()]) forgotten.register(object)
}

for (let i = 0; i < ROUNDS; i++) {
  round(i)
  await turns(i % 3)
}
while (outputs < ROUNDS * FRAMES * 2) await turns(1)
for (let i = 0; i < 50 && collected < ROUNDS * 4; i++) {
  globalThis.gc()
  await turns(5)
}
console.log(JSON.stringify({ outputs, collected }))
