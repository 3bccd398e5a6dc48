/**
 * The tables of docs/tuning.md: `npm run bench:quality`. How near encoded results are to their source, what they cost, and
 * whether bitrates hold. Figures of quality do not depend on the machine; times are processor time.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FRAMERATE } from '../clips.js'
import { type Api, entryOf, load } from '../contenders.js'
import { encoded, root } from '../paths.js'
import { against } from '../quality.js'
import { OURS } from '../row.js'
import { writeStream } from '../streams.js'
import { CONTENTS, type Content, clipOf, SECONDS } from './contents.js'
import { CODECS, type Codec, duration, encode, type Task } from './encode.js'

const SIZES = { '180': [320, 180], '360': [640, 360], '720': [1280, 720], '1080': [1920, 1080] } as const
const MODES = ['realtime', 'quality'] as const
/** Bits per pixel: from few to many. */
const RATES = [0.03, 0.06, 0.12]

const { values } = parseArgs({
  options: {
    table: { type: 'string', default: 'quality' },
    size: { type: 'string', default: '360' },
    codec: { type: 'string', multiple: true, default: Object.keys(CODECS) },
    content: { type: 'string', multiple: true, default: CONTENTS },
    frames: { type: 'string', default: '150' },
    hint: { type: 'string' },
    peers: { type: 'string', default: root },
    against: { type: 'string', multiple: true, default: [] },
  },
})
const [width, height] = SIZES[values.size as keyof typeof SIZES]
const codecs = values.codec as Codec[]
const hint = values.hint === undefined ? {} : { contentHint: values.hint }

const print = (...cells: (string | number)[]) => console.log(`| ${cells.join(' | ')} |`)

function heading(...cells: string[]): void {
  print(...cells)
  print(...cells.map(() => '---'))
}

/** PSNR and SSIM by the ffmpeg program, for each package. */
async function qualityRow(name: string, api: Api, task: Task, content: Content): Promise<void> {
  const { codec, latencyMode, bitrate } = task
  const clip = clipOf(content, width, height)
  const count = Number(values.frames)
  try {
    const { chunks, cpu } = await encode(api, task, clip, count)
    mkdirSync(encoded, { recursive: true })
    const file = join(encoded, `tuning.${codec === 'h264' || codec === 'hevc' ? codec : 'ivf'}`)
    writeStream(file, codec, clip, chunks)
    const { bytes, figures } = await against(clip).judge(file)
    const kilobits = Math.round((bytes * 8) / duration(count) / 1000)
    const { 'PSNR dB': psnr = 0, SSIM: ssim = 0 } = figures
    print(
      codec,
      latencyMode,
      content,
      name,
      Math.round(bitrate / 1000),
      kilobits,
      psnr.toFixed(2),
      ssim.toFixed(4),
      cpu.toFixed(1),
    )
  } catch (error) {
    print(codec, latencyMode, content, name, Math.round(bitrate / 1000), String(error), '', '', '')
  }
}

async function qualityTable(apis: Map<string, Api>): Promise<void> {
  heading('codec', 'mode', 'content', 'package', 'asked kbit/s', 'kbit/s', 'PSNR dB', 'SSIM', 'CPU ms a frame')
  for (const codec of codecs) {
    for (const latencyMode of MODES) {
      for (const content of values.content as Content[]) {
        for (const rate of RATES) {
          const bitrate = Math.round(width * height * FRAMERATE * rate)
          for (const [name, api] of apis) {
            await qualityRow(name, api, { codec, latencyMode, bitrateMode: 'variable', bitrate, ...hint }, content)
          }
        }
      }
    }
  }
}

/** Whether bitrates hold over 20 seconds of moving, noisy content. */
async function rateTable(api: Api): Promise<void> {
  const clip = clipOf('noise', width, height)
  const bitrate = Math.round((width * height * FRAMERATE) / 6)
  const count = SECONDS * FRAMERATE
  heading('codec', 'mode', 'bitrate mode', 'of the target', 'highest second after the first', 'first second')
  for (const codec of codecs) {
    for (const latencyMode of MODES) {
      for (const bitrateMode of ['constant', 'variable'] as const) {
        const { seconds } = await encode(api, { codec, latencyMode, bitrateMode, bitrate }, clip, count)
        const [first = 0, ...others] = seconds.map(bits => bits / bitrate)
        const mean = (first + others.reduce((sum, part) => sum + part, 0)) / SECONDS
        print(codec, latencyMode, bitrateMode, mean.toFixed(3), Math.max(...others).toFixed(2), first.toFixed(2))
      }
    }
  }
}

const ours = await load(entryOf(OURS, values.peers))
if (values.table === 'rates') await rateTable(ours)
else {
  const others = values.against.map(async name => [name, await load(entryOf(name, values.peers))] as const)
  await qualityTable(new Map([[OURS, ours], ...(await Promise.all(others))]))
}
