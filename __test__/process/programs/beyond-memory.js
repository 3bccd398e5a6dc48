// Asks for an encoder, of the configuration in the argument, and configures one. Prints, as JSON, the answer and the error's name.
import { VideoEncoder } from 'webcodecs-native'

const config = JSON.parse(process.argv[2])
const { supported } = await VideoEncoder.isConfigSupported(config)
const error = await new Promise(resolve => {
  const encoder = new VideoEncoder({ output: () => {}, error: resolve })
  encoder.configure(config)
  encoder.flush().then(
    () => resolve(null),
    () => {},
  )
})
console.log(JSON.stringify({ supported, name: error?.name, message: error?.message }))
