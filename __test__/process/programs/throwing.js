// Encodes and decodes three frames or AudioData; the callback that the second argument names throws. Prints what happened, as JSON.
import { MEDIA } from './common.js'

const [kind, where, handled = 'handled'] = process.argv.slice(2)
const { Decoder, feed, makeEncoder } = MEDIA[kind]
const said = []
const come = place => {
  if (place === where) throw new Error('mine')
}
if (handled === 'handled') process.on('uncaughtException', error => said.push(`uncaught ${error.message}`))

const chunks = []
let config
const encoder = makeEncoder((chunk, metadata) => {
  chunks.push(chunk)
  config ??= metadata.decoderConfig
  said.push(`chunk ${chunk.timestamp / 1000}`)
  queueMicrotask(() => said.push('microtask'))
  come('encoder output')
})
encoder.ondequeue = () => come('dequeue')
feed(encoder, 3)
await encoder.flush()
said.push('encoded')

const decoder = new Decoder({
  output(output) {
    said.push(`output ${output.timestamp / 1000}`)
    queueMicrotask(() => said.push('microtask'))
    output.close()
    come('decoder output')
  },
  error(error) {
    said.push(error.name)
    come('error')
  },
})
decoder.configure(config)
for (const chunk of chunks) decoder.decode(chunk)
await decoder.flush()
said.push('decoded')
decoder.configure({ ...config, codec: 'none' })
await decoder.flush().catch(() => said.push('flush rejected'))
process.on('exit', () => console.log(JSON.stringify(said)))
