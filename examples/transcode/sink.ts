/** A video file being written: frames go into our encoder, its chunks into the container. */
import { open, rm, stat } from 'node:fs/promises'
import {
  FilePathTarget,
  Output,
  type OutputFormat,
  Quality,
  VideoSampleSource,
  type VideoTrackMetadata,
} from 'mediabunny'
import type { Codec } from './containers.js'
import { UserError } from './user-error.js'

export interface SinkOptions {
  path: string
  codec: Codec
  format: OutputFormat
  /** What the container says about the track, such as its rotation. */
  metadata: VideoTrackMetadata
  /** Called for each encoded frame. */
  onEncoded: () => void
}

/** What the finished file is. */
export interface Written {
  /** The codec string that the encoder was configured with. */
  codec: string
  bytes: number
}

/**
 * Opens the file, lets `write` put frames into it and finishes it. A file that could not be finished is removed.
 */
export async function writeVideo(
  options: SinkOptions,
  write: (source: VideoSampleSource) => Promise<void>,
): Promise<Written> {
  const { path, format, metadata } = options
  await create(path)
  let codec = ''
  const source = new VideoSampleSource({
    codec: options.codec,
    quality: new Quality('high'),
    // The encoder scales frames of another size to the first one's.
    sizeChangeBehavior: 'passThrough',
    onEncoderConfig: config => {
      codec = config.codec
    },
    onEncodedPacket: options.onEncoded,
  })
  const output = new Output({ format, target: new FilePathTarget(path) })
  output.addVideoTrack(source, metadata)
  try {
    await output.start()
    await write(source)
    await output.finalize()
  } catch (error) {
    await output.cancel().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
  return { codec, bytes: (await stat(path)).size }
}

/** Makes an empty file now, so that a path that cannot be written is found before the work and not in the midst of it. */
async function create(path: string): Promise<void> {
  try {
    await (await open(path, 'w')).close()
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${(error as Error).message}`)
  }
}
