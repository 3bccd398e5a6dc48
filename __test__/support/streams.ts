import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import type { EncodedVideoChunkInit, VideoDecoderConfig } from '../../index.js'
import { pixels } from './frames.js'
import { type Media, makeMedia } from './media.js'
import { ffmpeg, temporaryDirectory } from './programs.js'
import { decodeAll, recordingDecoder } from './recording.js'

export type Chunk = EncodedVideoChunkInit & { data: Uint8Array<ArrayBuffer> }

/** A picture that has to come out. */
export interface Shown {
  timestamp: number
  pixels: Buffer
}

/** The pictures of a file as the ffmpeg program decodes it, `count` of one size. */
export async function picturesByFfmpeg(file: string, count: number, pixelFormat = 'yuv420p'): Promise<Buffer[]> {
  // unaligned: what the stream crops at the left goes to the pixel
  const input = ['-flags', '+unaligned', '-i', file]
  const bytes = await ffmpeg(...input, '-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', pixelFormat, '-')
  const size = bytes.length / count
  if (!Number.isInteger(size)) throw new Error(`${bytes.length} bytes are no ${count} pictures`)
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

/** What the ffmpeg program shows of media with one picture in each chunk, each at its chunk's time. */
export async function shownByFfmpeg({ file, chunks }: Media, pixelFormat?: string): Promise<Shown[]> {
  const times = chunks.map(({ timestamp }) => timestamp).sort((a, b) => a - b)
  const pictures = await picturesByFfmpeg(file, times.length, pixelFormat)
  return pictures.map((picture, i) => ({ timestamp: times[i] ?? Number.NaN, pixels: picture }))
}

/** Media and what ffmpeg shows of it, made for the first test that asks for it. */
export function shared(
  file: string,
  encoder: string[],
): (t: ExecutionContext) => Promise<{ media: Media; shown: Shown[] }> {
  let made: Promise<{ media: Media; shown: Shown[] }> | undefined
  return t => {
    made ??= makeMedia(t, file, encoder).then(async media => ({ media, shown: await shownByFfmpeg(media) }))
    return made
  }
}

/** Writes chunks one after the other into a file, which must be a stream that the ffmpeg program knows by its name. */
export async function writeChunks(t: ExecutionContext, name: string, chunks: Chunk[]): Promise<string> {
  const file = join(await temporaryDirectory(t), name)
  await writeFile(file, Buffer.concat(chunks.map(({ data }) => data)))
  return file
}

/** Decoders of small pictures, for latency, and of pictures of unknown size, which have several threads. */
const VARIANTS = [{}, { optimizeForLatency: true }, { codedWidth: undefined, codedHeight: undefined }]

/** Decodes and flushes with decoders of all kinds: these very pictures must come out, in this order, and no error. */
export async function assertShows(
  t: ExecutionContext,
  { config, chunks }: { config: VideoDecoderConfig; chunks: Chunk[] },
  expected: Shown[],
): Promise<void> {
  for (const variant of VARIANTS) {
    const { decoder, frames, errors } = recordingDecoder(t, { ...config, ...variant } as VideoDecoderConfig)
    decodeAll(decoder, chunks)
    await decoder.flush().catch(error => t.fail(error.message))
    t.deepEqual(errors, [])
    const times = frames.map(({ timestamp }) => timestamp)
    t.deepEqual(
      times,
      expected.map(({ timestamp }) => timestamp),
    )
    const own = await Promise.all(frames.map(pixels))
    const differing = expected.filter((picture, i) => !own[i]?.equals(picture.pixels))
    t.deepEqual(
      differing.map(({ timestamp }) => timestamp),
      [],
      'times of pictures that differ',
    )
  }
}

/** The chunks from the key chunk of that number on. */
export function fromKeyChunk<T extends Chunk>(chunks: T[], number: number): T[] {
  const keys = chunks.filter(({ type }) => type === 'key')
  const key = keys[number]
  if (!key) throw new Error(`there are ${keys.length} key chunks`)
  return chunks.slice(chunks.indexOf(key))
}

/** The same chunks or pictures at later times. */
export const later = <T extends { timestamp: number }>(items: T[], by: number): T[] =>
  items.map(item => ({ ...item, timestamp: item.timestamp + by }))

/** One chunk of what several hold, with the type and the time of the first. */
export function joined(...chunks: Chunk[]): Chunk {
  const data = new Uint8Array(Buffer.concat(chunks.map(({ data }) => data)))
  return { ...(chunks[0] as Chunk), data }
}
