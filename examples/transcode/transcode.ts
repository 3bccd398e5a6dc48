/** Decodes every frame and all sound of one file and encodes them into another. */
import { resolve } from 'node:path'
import { type AudioSample, Quality, VideoSampleSink } from 'mediabunny'
import { keepsAlpha } from './alpha.js'
import type { Target } from './containers.js'
import { Progress } from './progress.js'
import { audioTrack, type Track, videoTrack, writeFile } from './sink.js'
import { planSound, soundOf } from './sound.js'
import { openSource, type Source } from './source.js'
import { UserError } from './user-error.js'

export interface Job extends Target {
  input: string
  output: string
}

/** What came of it; sizes in bytes. */
export interface Result {
  video: { from: string; to: string; framesIn: number; framesOut: number }
  /** Undefined: the output has no sound. Its end in seconds, as it was decoded and as the output has it. */
  audio: { from: string; to: string; endIn: number; endOut: number } | undefined
  inputBytes: number
  outputBytes: number
  seconds: number
}

/** What has gone through the encoders. */
interface Tally {
  /** Codec strings; undefined where there is nothing to encode. */
  video?: string
  audio?: string
  frames: number
  /** Where the sound ends, in seconds. */
  end: number
}

export async function transcode(job: Job): Promise<Result> {
  if (resolve(job.input) === resolve(job.output)) throw new UserError(`${job.input} would be overwritten.`)
  const source = await openSource(job.input)
  try {
    const started = performance.now()
    const tally = { frames: 0, end: 0 }
    const progress = new Progress(source.frames.total)
    const tracks = [await pictures(job, source, tally, progress), await sound(job, source, tally)]
    const outputBytes = await writeFile(
      job.output,
      job.format,
      tracks.filter(track => track !== undefined),
    )
    progress.end(tally.frames)
    const seconds = (performance.now() - started) / 1000
    return { ...(await compared(job.output, source, tally)), inputBytes: source.bytes, outputBytes, seconds }
  } finally {
    source.input.dispose()
  }
}

async function pictures({ video: codec }: Job, { track }: Source, tally: Tally, progress: Progress): Promise<Track> {
  let encoded = 0
  const isTransparent = keepsAlpha(codec) && (await track.canBeTransparent())
  const config = {
    codec,
    alpha: isTransparent ? ('keep' as const) : ('discard' as const),
    // Alpha does not go with quantizers, which mediabunny prefers.
    quality: new Quality({ quality: 'high', preferBitrate: isTransparent }),
    onEncoderConfig: (config: VideoEncoderConfig) => {
      tally.video = config.codec
    },
    onEncodedPacket: () => progress.update(++encoded),
  }
  async function* samples() {
    for await (const sample of new VideoSampleSink(track).samples()) {
      tally.frames++
      yield sample
    }
  }
  return videoTrack(config, { rotation: await track.getRotation(), flip: await track.getFlip() }, samples())
}

async function sound({ input, audio: codec, format }: Job, source: Source, tally: Tally): Promise<Track | undefined> {
  if (!source.audio) return undefined
  if (codec === 'none') return void console.log('The sound is left out.')
  const { config, ...plan } = await planSound(input, source.audio, codec, format)
  const onEncodedSample = ({ timestamp, duration }: AudioSample) => {
    tally.end = timestamp + duration + plan.priming
  }
  tally.audio = config.fullCodecString ?? codec
  return audioTrack({ ...config, onEncodedSample }, soundOf(source.audio, plan))
}

/** Seconds by which the end of the sound may differ: a packet, as not every container tells how long the last one is. */
const TOLERANCE = 0.25

/** Looks into the finished file: everything that was decoded must be there. */
async function compared(path: string, source: Source, tally: Tally): Promise<Pick<Result, 'video' | 'audio'>> {
  const written = await openSource(path)
  try {
    const { total, leading } = source.frames
    const framesOut = written.frames.total
    if (tally.frames < total - leading) throw new Error(`only ${tally.frames} of ${total} frames were decoded`)
    if (framesOut !== tally.frames) throw new Error(`${tally.frames} frames were decoded, ${framesOut} came out`)
    const from = (await source.track.getCodecParameterString()) ?? ''
    const video = { from, to: tally.video ?? '', framesIn: total, framesOut }
    if (!tally.audio) return { video, audio: undefined }
    const [endIn, endOut] = [tally.end, (await written.audio?.computeDuration()) ?? 0]
    if (Math.abs(endOut - endIn) > TOLERANCE) throw new Error(`sound up to ${endIn} s came out up to ${endOut} s`)
    const audio = { from: (await source.audio?.getCodecParameterString()) ?? '', to: tally.audio, endIn, endOut }
    return { video, audio }
  } finally {
    written.input.dispose()
  }
}
