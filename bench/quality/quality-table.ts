/** How near encoded results are to their source and what they cost, for each package. */
import type { Api } from '../contenders.js'
import { writeStream } from '../streams.js'
import { type Content, clipOf } from './contents.js'
import { duration, encode, type Task } from './encode.js'
import { against } from './judging.js'
import { heading, print } from './print.js'
import { bitrateOf, fileOf, type Scope } from './scope.js'

async function row(name: string, api: Api, task: Task, content: Content, scope: Scope): Promise<void> {
  const { codec, latencyMode, bitrate } = task
  const clip = clipOf(content, scope.width, scope.height)
  const asked = Math.round(bitrate / 1000)
  try {
    const { chunks, cpu } = await encode(api, task, clip, scope.frames)
    const file = fileOf(codec)
    writeStream(file, codec, clip, chunks)
    const { bytes, figures } = await against(clip).judge(file)
    const kilobits = Math.round((bytes * 8) / duration(scope.frames) / 1000)
    const { 'PSNR dB': psnr = 0, SSIM: ssim = 0 } = figures
    print(codec, latencyMode, content, name, asked, kilobits, psnr.toFixed(2), ssim.toFixed(4), cpu.toFixed(1))
  } catch (error) {
    print(codec, latencyMode, content, name, asked, String(error), '', '', '')
  }
}

/** `hint` is the content hint of all encodings. */
export async function qualityTable(apis: Map<string, Api>, scope: Scope, hint?: string): Promise<void> {
  heading('codec', 'mode', 'content', 'package', 'asked kbit/s', 'kbit/s', 'PSNR dB', 'SSIM', 'CPU ms a frame')
  const hinted = hint === undefined ? {} : { contentHint: hint }
  for (const codec of scope.codecs) {
    for (const latencyMode of scope.modes) {
      for (const content of scope.contents) {
        for (const rate of scope.rates) {
          const task: Task = { codec, latencyMode, bitrateMode: 'variable', bitrate: bitrateOf(scope, rate), ...hinted }
          for (const [name, api] of apis) await row(name, api, task, content, scope)
        }
      }
    }
  }
}
