/** Decodes every frame of one file and encodes it into another. */
import { resolve } from 'node:path'
import { type OutputFormat, VideoSampleSink } from 'mediabunny'
import type { Codec } from './containers.js'
import { Progress } from './progress.js'
import { writeVideo } from './sink.js'
import { openSource, type Source } from './source.js'
import { UserError } from './user-error.js'

export interface Job {
  input: string
  output: string
  codec: Codec
  format: OutputFormat
}

/** What came of it; sizes in bytes. */
export interface Result {
  inputCodec: string
  outputCodec: string
  framesIn: number
  framesOut: number
  inputBytes: number
  outputBytes: number
  seconds: number
}

export async function transcode(job: Job): Promise<Result> {
  if (resolve(job.input) === resolve(job.output)) throw new UserError(`${job.input} would be overwritten.`)
  const source = await openSource(job.input)
  try {
    if (source.hasAudio) console.log('The audio is left out: this example transcodes video only.')
    const started = performance.now()
    const { decoded, written } = await convert(job, source)
    const seconds = (performance.now() - started) / 1000
    const framesOut = await framesIn(job.output)
    checkFrames(source, decoded, framesOut)
    return {
      inputCodec: (await source.track.getCodecParameterString()) ?? '',
      outputCodec: written.codec,
      framesIn: source.frames.total,
      framesOut,
      inputBytes: source.bytes,
      outputBytes: written.bytes,
      seconds,
    }
  } finally {
    source.input.dispose()
  }
}

async function convert({ output: path, codec, format }: Job, { track, frames }: Source) {
  let decoded = 0
  let encoded = 0
  const progress = new Progress(frames.total)
  const metadata = { rotation: await track.getRotation(), flip: await track.getFlip() }
  const onEncoded = () => progress.update(++encoded)
  const written = await writeVideo({ path, codec, format, metadata, onEncoded }, async source => {
    for await (const sample of new VideoSampleSink(track).samples()) {
      decoded++
      await source.add(sample)
      sample.close()
    }
  })
  progress.end(encoded)
  return { decoded, written }
}

/** The number of frames in a finished file, read back from it. */
async function framesIn(path: string): Promise<number> {
  const { input, frames } = await openSource(path)
  input.dispose()
  return frames.total
}

function checkFrames({ frames }: Source, decoded: number, framesOut: number): void {
  if (decoded < frames.total - frames.leading) throw new Error(`only ${decoded} of ${frames.total} frames were decoded`)
  if (framesOut !== decoded) throw new Error(`${decoded} frames went into the encoder, ${framesOut} came out`)
}
