import type { ExecutionContext } from 'ava'
import type { VideoDecoderConfig, VideoFrame } from '../../index.js'
import { CODECS, type CodecName, writeStream } from './codecs.js'
import { gray, mean, pixels } from './frames.js'
import { type Media, writeMp4 } from './media.js'
import { decodedByFfmpeg, ffprobe, type ProbedStream, temporaryDirectory } from './programs.js'
import { decodeAll, encodeAll, type RecordingEncoder, recordingDecoder } from './recording.js'

/**
 * Decodes media with VideoDecoder: every frame must have its own timestamp, duration and the very samples of ffmpeg's own
 * decoding to `pixFmt`. Resolves with the frames.
 */
export async function assertDecodesLikeFfmpeg(
  t: ExecutionContext,
  { file, config, chunks }: Media,
  overrides: Partial<VideoDecoderConfig> = {},
  pixFmt = 'yuv420p',
): Promise<VideoFrame[]> {
  const { decoder, frames, errors } = recordingDecoder(t, { ...config, ...overrides })
  decodeAll(decoder, chunks)
  await decoder.flush()
  t.deepEqual(errors, [])
  const times = chunks
    .map(({ timestamp, duration }) => ({ timestamp, duration }))
    .sort((a, b) => a.timestamp - b.timestamp)
  t.deepEqual(
    frames.map(({ timestamp, duration }) => ({ timestamp, duration: duration ?? undefined })),
    times,
  )
  const own = await Promise.all(frames.map(pixels))
  const theirs = await decodedByFfmpeg(file, pixFmt, own[0]?.length ?? 0)
  t.is(own.length, theirs.length)
  t.deepEqual(
    own.flatMap((bytes, i) => (bytes.equals(theirs[i] as Buffer) ? [] : [i])),
    [],
    'frames that differ',
  )
  return frames
}

/** Distinct luma levels, by which frames are known again. */
export const LEVELS = [30, 200, 60, 170, 90, 140, 120, 45, 185, 75, 155, 105]

/** Encodes a frame of each of LEVELS, 40 ms apart. */
export async function encodeLevels({ encoder }: RecordingEncoder, keyFrames = false): Promise<void> {
  encodeAll(
    encoder,
    LEVELS.map((level, i) => gray(level, { timestamp: i * 40_000, duration: 40_000 })),
    { keyFrame: keyFrames },
  )
  await encoder.flush()
}

async function assertFileHoldsLevels(t: ExecutionContext, file: string): Promise<void> {
  const decoded = await decodedByFfmpeg(file, 'yuv420p', 64 * 48 * 1.5)
  const levels = decoded.map(frame => mean(frame, 64 * 48))
  t.is(levels.length, LEVELS.length)
  for (const [i, level] of levels.entries()) t.true(Math.abs(level - (LEVELS[i] ?? 0)) < 6, `frame ${i}: ${level}`)
}

/** ffmpeg must decode the encoder's elementary stream to LEVELS. Resolves with what ffprobe says of the stream. */
export async function assertStreamHoldsLevels(
  t: ExecutionContext,
  name: CodecName,
  { packets }: RecordingEncoder,
): Promise<ProbedStream> {
  const file = await writeStream(t, name, packets)
  await assertFileHoldsLevels(t, file)
  const { stream } = await ffprobe(file)
  t.like(stream, { codec_name: CODECS[name].probe, width: 64, height: 48, pix_fmt: 'yuv420p' })
  return stream
}

/** As above, for length-prefixed chunks and their description in an MP4 file. */
export async function assertMp4HoldsLevels(
  t: ExecutionContext,
  name: 'avc' | 'hevc',
  { packets }: RecordingEncoder,
): Promise<ProbedStream> {
  const file = `${await temporaryDirectory(t)}/stream.mp4`
  await writeMp4(file, name, packets)
  await assertFileHoldsLevels(t, file)
  const { stream } = await ffprobe(file)
  t.like(stream, { codec_name: CODECS[name].probe, width: 64, height: 48 })
  return stream
}

/** VideoDecoder must decode the encoder's chunks to LEVELS, with the decoderConfig that came with them. */
export async function assertRoundTrip(t: ExecutionContext, { packets }: RecordingEncoder): Promise<void> {
  const { decoder, frames } = recordingDecoder(t, packets[0]?.metadata?.decoderConfig)
  decodeAll(decoder, packets)
  await decoder.flush()
  t.deepEqual(
    frames.map(({ timestamp, duration }) => [timestamp, duration]),
    LEVELS.map((_, i) => [i * 40_000, 40_000]),
  )
  for (const [i, frame] of frames.entries()) {
    t.true(Math.abs(mean(await pixels(frame), 64 * 48) - (LEVELS[i] ?? 0)) < 6, `frame ${i}`)
  }
}
