/** Decoding a clip as fast as possible. */
import { type ChunkedClip, readChunks } from '../chunks.js'
import { codedFile, FRAMES } from '../clips.js'
import type { Api } from '../contenders.js'
import * as program from '../program.js'
import { BEST_PEER, FFMPEG, type Measurement, type Row, type Target } from '../row.js'
import { chunksOf, configureDecoder, decoder, type Frame, stopwatch } from '../work.js'

const SIZE = { 1080: { width: 1920, height: 1080 }, 720: { width: 1280, height: 720 } }

async function decode(api: Api, clip: ChunkedClip, take: (frame: Frame) => void | Promise<void>): Promise<Measurement> {
  const chunks = chunksOf(api, clip)
  const copies: unknown[] = []
  let frames = 0
  const { codec, failed, room } = decoder(api, frame => {
    frames += 1
    copies.push(take(frame))
  })
  const stop = stopwatch()
  configureDecoder(codec, clip)
  for (const chunk of chunks) {
    await room()
    codec.decode(chunk)
  }
  await Promise.race([codec.flush(), failed])
  await Promise.all(copies)
  const { fps, ...cpu } = stop(frames)
  codec.close()
  const peak = process.resourceUsage().maxRSS / 1024
  return { value: fps, details: { ...cpu, 'peak MB': peak, lost: chunks.length - frames } }
}

function row(name: string, work: string, file: string, height: 1080 | 720, copy: boolean, targets: Target[]): Row {
  return {
    name,
    work,
    unit: 'fps',
    better: 'higher',
    targets,
    measure(api) {
      const clip = readChunks(codedFile(file))
      const { width } = SIZE[height]
      const pixels = new Uint8Array((width * height * 3) / 2)
      return decode(api, clip, async frame => {
        if (copy) await frame.copyTo(pixels)
        frame.close()
      })
    },
    program: () => program.decode(codedFile(file), SIZE[height], copy, FRAMES),
  }
}

const peer: Target = { than: BEST_PEER, times: 1 }

export const rows: Row[] = [
  row('decode-h264', 'decode H.264 1080p, frames closed at once', 'h264-1080p.mp4', 1080, false, [
    { than: FFMPEG, times: 1.1 },
    peer,
    { detail: 'peak MB', atMost: 150 },
  ]),
  row('decode-h264-copy', 'the same with copyTo of every frame', 'h264-1080p.mp4', 1080, true, [
    { than: FFMPEG, times: 1.05 },
    peer,
  ]),
  row('decode-hevc', 'decode HEVC 720p', 'hevc-720p.mp4', 720, false, [peer]),
  row('decode-vp9', 'decode VP9 720p', 'vp9-720p.mp4', 720, false, [peer]),
  row('decode-av1', 'decode AV1 720p', 'av1-720p.mp4', 720, false, [peer]),
]
