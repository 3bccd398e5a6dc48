// Asks for an encoder, of the configuration in the argument, and configures one; where a second argument says so, with so many
// bytes left to be had. Prints, as JSON, the answer and the error.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { VideoEncoder } from 'webcodecs-native'

/** Lets the process have so many bytes more than it has. */
function limit(bytes) {
  const [, kilobytes] = /^VmData:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  execFileSync('prlimit', [`--pid=${process.pid}`, `--data=${kilobytes * 1024 + bytes}`])
}

const [config, left] = process.argv.slice(2).map(argument => JSON.parse(argument))
if (left) limit(left)
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
