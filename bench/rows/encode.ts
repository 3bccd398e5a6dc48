/** Encoding a clip from memory as fast as possible. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { RAW, type RawClip, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import { encoded } from '../paths.js'
import * as program from '../program.js'
import { against } from '../quality/judging.js'
import { BEST_PEER, FFMPEG, type Job, type Measurement, type Row, type Target } from '../row.js'
import { CODECS, type Codec, type Mode, type Settings } from '../settings.js'
import { writeStream } from '../streams.js'
import { bytesOf, configOf, encodeAll, encoder, frameOf, stopwatch } from '../work.js'

const FRAMES = 240
/** Frames that are encoded without a flush, and milliseconds that their chunks are waited for. */
const FEW = 10
const PATIENCE = 3000

interface Task {
  name: string
  codec: Codec
  clip: RawClip
  bitrate: number
  /** "realtime" when not given. */
  mode?: Mode
  /** 240 when not given. */
  frames?: number
  /** What the ffmpeg program is given instead of our settings. */
  instead?: Settings
}

function outputOf({ name, codec }: Task, { contender }: Job): string {
  mkdirSync(encoded, { recursive: true })
  return join(encoded, `${name}.${contender.replace(/\W+/g, '-')}.${CODECS[codec].muxer}`)
}

const configured = ({ clip, codec, mode = 'realtime' }: Task, bitrate: number) =>
  configOf(CODECS[codec].string, clip, Math.round(bitrate), mode)

async function encode(api: Api, task: Task, job: Job): Promise<Measurement> {
  const { clip, frames = FRAMES, bitrate, mode } = task
  const pictures = readFrames(clip, frames)
  const chunks: Uint8Array[] = []
  const running = encoder(api, chunk => chunks.push(bytesOf(chunk)))
  const stop = stopwatch()
  running.codec.configure(configured(task, bitrate * job.bitrateFactor))
  await encodeAll(api, running, pictures, clip)
  const { fps, ...cpu } = stop(chunks.length)
  running.codec.close()
  const output = outputOf(task, job)
  writeStream(output, task.codec, clip, chunks)
  const details = { ...cpu, lost: pictures.length - chunks.length }
  // In quality mode encoders look ahead.
  const held = mode === 'quality' ? {} : { 'held back': await heldBack(api, task, pictures) }
  return { value: fps, details: { ...details, ...held }, encoded: output }
}

/** Frames of which no chunk comes until more frames follow, which realtime mode should not have. */
async function heldBack(api: Api, task: Task, pictures: Uint8Array[]): Promise<number> {
  let missing = 0
  let complete = () => {}
  const { codec } = encoder(api, () => {
    missing -= 1
    if (missing === 0) complete()
  })
  codec.configure(configured(task, task.bitrate))
  for (const [index, picture] of pictures.slice(0, FEW).entries()) {
    const frame = frameOf(api, picture, task.clip, index)
    codec.encode(frame)
    frame.close()
    missing += 1
  }
  await new Promise<void>(resolve => {
    complete = resolve
    setTimeout(resolve, PATIENCE)
  })
  codec.close()
  return missing
}

function row(task: Task, targets: Target[]): Row {
  const { name, clip, codec, bitrate, mode = 'realtime', frames = FRAMES, instead } = task
  return {
    name,
    work: `encode ${WORDS[codec]} ${clip.height}p ${mode}, ${bitrate / 1e6} Mbit/s`,
    unit: 'fps',
    better: 'higher',
    targets,
    // Realtime is for speed, which may cost what nobody notices. Quality is to be better.
    judging: mode === 'quality' ? { ...against(clip), unnoticed: {} } : against(clip),
    otherSettings: instead !== undefined,
    measure: (api, job) => encode(api, task, job),
    program(job) {
      const output = outputOf(task, job)
      const rest = { mode, bitrate: bitrate * job.bitrateFactor, frames, output }
      return { ...program.encode(codec, clip, rest, instead), encoded: output }
    },
  }
}

const WORDS = { h264: 'H.264', hevc: 'HEVC', vp8: 'VP8', vp9: 'VP9', av1: 'AV1' }

const ffmpeg: Target = { than: FFMPEG, times: 1 }
const peer: Target = { than: BEST_PEER, times: 1 }
const full = { clip: RAW[1080], bitrate: 4e6 }
const hd = { clip: RAW[720], bitrate: 2e6 }
const quality = { mode: 'quality', frames: 120 } as const

/** H.264 as somebody would ask the ffmpeg program for it. */
const PLAIN: Settings = {
  g: undefined,
  sc_threshold: undefined,
  weightp: undefined,
  'aq-mode': undefined,
  subq: undefined,
  refs: undefined,
  'forced-idr': undefined,
  'profile:v': undefined,
  level: undefined,
  maxrate: undefined,
  bufsize: undefined,
}

export const rows: Row[] = [
  row({ name: 'encode-h264', codec: 'h264', ...full }, [ffmpeg]),
  // Beside superfast and zerolatency without more.
  row({ name: 'encode-h264-plain', codec: 'h264', ...full, instead: PLAIN }, [{ than: FFMPEG, times: 1.1 }]),
  row({ name: 'encode-vp8', codec: 'vp8', ...hd }, [ffmpeg, peer]),
  row({ name: 'encode-vp9', codec: 'vp9', ...hd }, [ffmpeg, peer]),
  row({ name: 'encode-av1', codec: 'av1', ...hd }, [ffmpeg, peer]),
  row({ name: 'encode-h264-quality', codec: 'h264', ...full, ...quality }, [ffmpeg]),
  row({ name: 'encode-hevc-quality', codec: 'hevc', ...hd, ...quality }, [ffmpeg]),
  row({ name: 'encode-vp8-quality', codec: 'vp8', ...hd, ...quality }, [ffmpeg]),
  row({ name: 'encode-vp9-quality', codec: 'vp9', ...hd, ...quality }, [ffmpeg]),
  row({ name: 'encode-av1-quality', codec: 'av1', ...hd, ...quality, frames: 60 }, [ffmpeg]),
]
