/** A media file being written: pictures and sound go into our encoders, the chunks of these into the container. */
import { open, rm, stat } from 'node:fs/promises'
import {
  type AudioEncodingConfig,
  type AudioSample,
  AudioSampleSource,
  FilePathTarget,
  Output,
  type OutputFormat,
  type VideoEncodingConfig,
  type VideoSample,
  VideoSampleSource,
  type VideoTrackMetadata,
} from 'mediabunny'
import { Pace } from './pace.js'
import { UserError } from './user-error.js'

/** A track to be written: samples, and an encoder that takes them. */
export interface Track {
  /** Makes it a track of a file that has not been begun yet. */
  addTo(output: Output): void
  /** Encodes the samples, each when the pace allows for it, and closes them. */
  write(pace: Pace): Promise<void>
}

interface Sample {
  /** Seconds. */
  readonly timestamp: number
  close(): void
}

/** Where samples are encoded; `add` resolves when the encoder and the file can take more. */
interface Encoding<S extends Sample> {
  add(sample: S): Promise<void>
  close(): void
}

type Samples<S extends Sample> = AsyncIterable<S> | Iterable<S>

export function videoTrack(
  config: VideoEncodingConfig,
  metadata: VideoTrackMetadata,
  samples: Samples<VideoSample>,
): Track {
  // The encoder scales frames of another size to the first one's.
  const source = new VideoSampleSource({ sizeChangeBehavior: 'passThrough', ...config })
  return track(source, samples, output => output.addVideoTrack(source, metadata))
}

export function audioTrack(config: AudioEncodingConfig, samples: Samples<AudioSample>): Track {
  const source = new AudioSampleSource(config)
  return track(source, samples, output => output.addAudioTrack(source))
}

function track<S extends Sample>(encoding: Encoding<S>, samples: Samples<S>, addTo: Track['addTo']): Track {
  const self: Track = {
    addTo,
    async write(pace) {
      try {
        for await (const sample of samples) {
          await pace.reach(self, sample.timestamp)
          await encoding.add(sample)
          sample.close()
        }
        encoding.close()
      } finally {
        pace.end(self)
      }
    },
  }
  return self
}

/** Writes a file of these tracks and returns its size in bytes. A file that could not be finished is removed. */
export async function writeFile(path: string, format: OutputFormat, tracks: readonly Track[]): Promise<number> {
  await create(path)
  const output = new Output({ format, target: new FilePathTarget(path) })
  for (const each of tracks) each.addTo(output)
  const pace = new Pace(tracks)
  try {
    await output.start()
    await Promise.all(tracks.map(each => each.write(pace)))
    await output.finalize()
  } catch (error) {
    // What is still being added to another track fails with this, and so comes to its end.
    await output.cancel().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
  return (await stat(path)).size
}

/** Makes an empty file now, so that a path that cannot be written is found before the work and not in the midst of it. */
async function create(path: string): Promise<void> {
  try {
    await (await open(path, 'w')).close()
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${(error as Error).message}`)
  }
}
