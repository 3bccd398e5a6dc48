/** Whether bitrates hold over 20 seconds of moving, noisy content. */
import { FRAMERATE } from '../clips.js'
import type { Api } from '../contenders.js'
import { MODES } from '../settings.js'
import { clipOf, SECONDS } from './contents.js'
import { encode } from './encode.js'
import { heading, print } from './print.js'
import { bitrateOf, type Scope } from './scope.js'

/** Bits per pixel. */
const RATE = 1 / 6

export async function ratesTable(api: Api, scope: Scope): Promise<void> {
  const clip = clipOf('noise', scope.width, scope.height)
  const bitrate = bitrateOf(scope, RATE)
  heading('codec', 'mode', 'bitrate mode', 'of the target', 'highest second after the first', 'first second')
  for (const codec of scope.codecs) {
    for (const latencyMode of MODES) {
      for (const bitrateMode of ['constant', 'variable'] as const) {
        const task = { codec, latencyMode, bitrateMode, bitrate }
        const { seconds } = await encode(api, task, clip, SECONDS * FRAMERATE)
        const [first = 0, ...others] = seconds.map(bits => bits / bitrate)
        const mean = (first + others.reduce((sum, part) => sum + part, 0)) / SECONDS
        print(codec, latencyMode, bitrateMode, mean.toFixed(3), Math.max(...others).toFixed(2), first.toFixed(2))
      }
    }
  }
}
