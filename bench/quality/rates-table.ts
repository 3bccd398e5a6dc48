/** Whether bitrates hold over moving, noisy content. */
import type { Api } from '../contenders.js'
import { clipOf, SECONDS } from './contents.js'
import { encode, type Task } from './encode.js'
import { framesOf, PACES, STEADY } from './paces.js'
import { heading, print } from './print.js'
import { bitrateOf, type Scope } from './scope.js'

/** Bits per pixel. */
const RATE = 1 / 6

/** Seconds for each of the paces. */
const PACE_SECONDS = 10
const BITRATE_MODES = ['constant', 'variable'] as const

/** 20 seconds at a steady rate. */
export async function ratesTable(api: Api, scope: Scope): Promise<void> {
  heading('codec', 'mode', 'bitrate mode', 'of the target', 'highest second after the first', 'first second')
  for (const codec of scope.codecs) {
    for (const latencyMode of scope.modes) {
      for (const bitrateMode of BITRATE_MODES) {
        const parts = await partsOf(api, scope, { codec, latencyMode, bitrateMode, pace: STEADY }, SECONDS)
        print(codec, latencyMode, bitrateMode, ...parts)
      }
    }
  }
}

/** 10 seconds at rates that are none, or not those declared. */
export async function pacesTable(api: Api, scope: Scope): Promise<void> {
  heading('timestamps', 'codec', 'mode', 'bitrate mode', 'of the target', 'highest second', 'first second')
  for (const [name, pace] of Object.entries(PACES)) {
    for (const codec of scope.codecs) {
      for (const latencyMode of scope.modes) {
        for (const bitrateMode of BITRATE_MODES) {
          const parts = await partsOf(api, scope, { codec, latencyMode, bitrateMode, pace }, PACE_SECONDS)
          print(name, codec, latencyMode, bitrateMode, ...parts)
        }
      }
    }
  }
}

/** Bits by those asked for: of all seconds, the highest one after the first, and the first. */
async function partsOf(
  api: Api,
  scope: Scope,
  task: Omit<Required<Task>, 'bitrate' | 'contentHint'>,
  duration: number,
): Promise<string[]> {
  const clip = clipOf('noise', scope.width, scope.height)
  const bitrate = bitrateOf(scope, RATE)
  const count = framesOf(task.pace, duration)
  const { seconds } = await encode(api, { ...task, bitrate }, clip, count)
  const [first = 0, ...others] = seconds.map(bits => bits / bitrate)
  const mean = (first + others.reduce((sum, part) => sum + part, 0)) / task.pace.time(count)
  return [mean.toFixed(3), Math.max(...others).toFixed(2), first.toFixed(2)]
}
