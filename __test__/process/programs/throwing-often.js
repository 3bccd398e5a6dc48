// Decodes as many chunks as the first argument says, so quickly that outputs come several at a time; each output throws.
import { AudioDecoder, EncodedAudioChunk } from '../../../index.js'

const count = Number(process.argv[2])
const heard = []
let uncaught = 0
process.on('uncaughtException', () => {
  uncaught += 1
})

const decoder = new AudioDecoder({
  output(data) {
    heard.push(data.timestamp)
    data.close()
    throw new Error('mine')
  },
  error: () => {},
})
decoder.configure({ codec: 'pcm-s16', sampleRate: 48_000, numberOfChannels: 1 })
for (let timestamp = 0; timestamp < count; timestamp += 1) {
  decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, data: new Int16Array(8) }))
}
await decoder.flush()
const inOrder = heard.every((timestamp, i) => timestamp === i)
console.log(JSON.stringify({ outputs: heard.length, inOrder, uncaught }))
