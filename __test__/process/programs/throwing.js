// Encodes and decodes three frames; the callback that the argument names throws. Prints what happened, as JSON.
import { VideoDecoder } from 'webcodecs-native'
import { feed, makeEncoder } from './common.js'

const [where, handled = 'handled'] = process.argv.slice(2)
const said = []
const come = place => {
  if (place === where) throw new Error('mine')
}
if (handled === 'handled') process.on('uncaughtException', error => said.push(`uncaught ${error.message}`))

const chunks = []
const encoder = makeEncoder(chunk => {
  chunks.push(chunk)
  said.push(`chunk ${chunk.timestamp}`)
  queueMicrotask(() => said.push('microtask'))
  come('encoder output')
})
encoder.ondequeue = () => come('dequeue')
feed(encoder, 3)
await encoder.flush()
said.push('encoded')

const decoder = new VideoDecoder({
  output(frame) {
    said.push(`frame ${frame.timestamp}`)
    frame.close()
    come('decoder output')
  },
  error(error) {
    said.push(error.name)
    come('error')
  },
})
decoder.configure({ codec: 'vp8' })
for (const chunk of chunks) decoder.decode(chunk)
await decoder.flush()
said.push('decoded')
decoder.configure({ codec: 'none' })
await decoder.flush().catch(() => said.push('flush rejected'))
process.on('exit', () => console.log(JSON.stringify(said)))
