/** The settings in use beside others that could be, all encoded by the ffmpeg program. */
import { encode } from '../program.js'
import type { Codec, Mode, Settings } from '../settings.js'
import { CANDIDATES } from './candidates.js'
import { type Content, clipOf } from './contents.js'
import { gain, type Point } from './curve.js'
import { against } from './judging.js'
import { heading, print } from './print.js'
import { bitrateOf, fileOf, type Scope } from './scope.js'

/** What some settings do with some content, at each bitrate. */
interface Outcome {
  points: Point[]
  /** Milliseconds of processor time. */
  cpu: number
}

async function outcomeOf(
  codec: Codec,
  mode: Mode,
  content: Content,
  instead: Settings,
  scope: Scope,
): Promise<Outcome> {
  const clip = clipOf(content, scope.width, scope.height)
  const { frames } = scope
  const output = fileOf(codec)
  const points: Point[] = []
  let cpu = 0
  for (const rate of scope.rates) {
    const job = { mode, bitrate: bitrateOf(scope, rate), frames, output }
    cpu += (encode(codec, clip, job, instead).details?.['cpu ms a frame'] ?? Number.NaN) * frames
    const { bytes, figures } = await against(clip).judge(output)
    points.push({ bytes, psnr: figures['PSNR dB'] ?? Number.NaN, ssim: figures.SSIM ?? Number.NaN })
  }
  return { points, cpu }
}

const signed = (value: number, digits: number): string => `${value < 0 ? '' : '+'}${value.toFixed(digits)}`

function difference(inUse: Outcome, other: Outcome): string {
  const better = gain(inUse.points, other.points)
  const time = `x ${(other.cpu / inUse.cpu).toFixed(2)}`
  if (better) return `${signed(better.psnr, 2)} dB, ${signed(better.ssim, 4)}, ${time}`
  const means = [inUse, other].map(
    ({ points }) => points.reduce((sum, { bytes }) => sum + bytes, 0) / points.length / 1000,
  )
  return `no size in common (${means.map(mean => mean.toFixed(0)).join(' and ')} kB), ${time}`
}

async function outcomes(codec: Codec, mode: Mode, instead: Settings, scope: Scope): Promise<Map<Content, Outcome>> {
  const found = new Map<Content, Outcome>()
  for (const content of scope.contents) found.set(content, await outcomeOf(codec, mode, content, instead, scope))
  return found
}

export async function candidatesTable(scope: Scope): Promise<void> {
  heading('codec', 'mode', 'instead of ours', ...scope.contents)
  for (const codec of scope.codecs) {
    for (const mode of scope.modes) {
      const inUse = await outcomes(codec, mode, {}, scope)
      for (const [name, instead] of Object.entries(CANDIDATES[codec][mode])) {
        try {
          const other = await outcomes(codec, mode, instead, scope)
          const cells = [...other].map(([content, outcome]) => difference(inUse.get(content) ?? outcome, outcome))
          print(codec, mode, name, ...cells)
        } catch (error) {
          print(codec, mode, name, String(error))
        }
      }
    }
  }
}
