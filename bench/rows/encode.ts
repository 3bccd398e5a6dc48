/** Encoding a clip from memory as fast as possible, in realtime mode. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { RAW, type RawClip, readFrames } from '../clips.js'
import type { Api } from '../contenders.js'
import { encoded } from '../paths.js'
import * as program from '../program.js'
import { against } from '../quality.js'
import { BEST_PEER, FFMPEG, type Job, type Measurement, type Row, type Target } from '../row.js'
import { CODECS, type Codec } from '../settings.js'
import { writeStream } from '../streams.js'
import { bytesOf, encoder, frameOf, realtime, stopwatch } from '../work.js'

const FRAMES = 240
/** Frames that are encoded without a flush, and milliseconds that their chunks are waited for. */
const FEW = 10
const PATIENCE = 3000

interface Task {
  name: string
  codec: Codec
  clip: RawClip
  bitrate: number
}

function outputOf({ name, codec }: Task, { contender }: Job): string {
  mkdirSync(encoded, { recursive: true })
  return join(encoded, `${name}.${contender.replace(/\W+/g, '-')}.${CODECS[codec].muxer}`)
}

async function encode(api: Api, task: Task, job: Job): Promise<Measurement> {
  const { clip, codec: name } = task
  const pictures = readFrames(clip, FRAMES)
  const chunks: Uint8Array[] = []
  const { codec, failed, room } = encoder(api, chunk => chunks.push(bytesOf(chunk)))
  const stop = stopwatch()
  codec.configure(realtime(CODECS[name].string, clip, Math.round(task.bitrate * job.bitrateFactor)))
  for (const [index, picture] of pictures.entries()) {
    await room()
    const frame = frameOf(api, picture, clip, index)
    codec.encode(frame)
    frame.close()
  }
  await Promise.race([codec.flush(), failed])
  const { fps, ...cpu } = stop(chunks.length)
  codec.close()
  const output = outputOf(task, job)
  writeStream(output, name, clip, chunks)
  return {
    value: fps,
    details: { ...cpu, lost: pictures.length - chunks.length, 'held back': await heldBack(api, task, pictures) },
    encoded: output,
  }
}

/** Frames of which no chunk comes until more frames follow, which realtime mode should not have. */
async function heldBack(api: Api, { clip, codec: name, bitrate }: Task, pictures: Uint8Array[]): Promise<number> {
  let missing = 0
  let complete = () => {}
  const { codec } = encoder(api, () => {
    missing -= 1
    if (missing === 0) complete()
  })
  codec.configure(realtime(CODECS[name].string, clip, bitrate))
  for (const [index, picture] of pictures.slice(0, FEW).entries()) {
    const frame = frameOf(api, picture, clip, index)
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

function row(task: Task, work: string, targets: Target[]): Row {
  const { name, clip, codec, bitrate } = task
  return {
    name,
    work,
    unit: 'fps',
    better: 'higher',
    targets,
    judging: against(clip),
    measure: (api, job) => encode(api, task, job),
    program(job) {
      const output = outputOf(task, job)
      const measurement = program.encode(codec, clip, bitrate * job.bitrateFactor, FRAMES, output)
      return { ...measurement, encoded: output }
    },
  }
}

const ffmpeg: Target = { than: FFMPEG, times: 1 }
const peer: Target = { than: BEST_PEER, times: 1 }
const hd = { clip: RAW[720], bitrate: 2e6 }

export const rows: Row[] = [
  row({ name: 'encode-h264', codec: 'h264', clip: RAW[1080], bitrate: 4e6 }, 'encode H.264 1080p realtime, 4 Mbit/s', [
    ffmpeg,
  ]),
  row({ name: 'encode-vp8', codec: 'vp8', ...hd }, 'encode VP8 720p realtime, 2 Mbit/s', [ffmpeg, peer]),
  row({ name: 'encode-vp9', codec: 'vp9', ...hd }, 'encode VP9 720p realtime, 2 Mbit/s', [ffmpeg, peer]),
  row({ name: 'encode-av1', codec: 'av1', ...hd }, 'encode AV1 720p realtime, 2 Mbit/s', [ffmpeg, peer]),
]
