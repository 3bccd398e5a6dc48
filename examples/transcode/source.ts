/** Opens the file to transcode and says in one sentence what is wrong with it. */
import { stat } from 'node:fs/promises'
import {
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  WEBM,
} from 'mediabunny'
import { registerAlpha } from './alpha.js'
import { isTruncated } from './truncation.js'
import { UserError } from './user-error.js'

export interface Source {
  input: Input
  track: InputVideoTrack
  frames: FrameCount
  /** The main one, if there is any. */
  audio: InputAudioTrack | null
  bytes: number
}

export interface FrameCount {
  /** Frames in the track that are meant to be seen. */
  total: number
  /** Those at the beginning that are shown before the first key frame and may need frames that are not in the file. */
  leading: number
}

export async function openSource(path: string): Promise<Source> {
  const bytes = await sizeOf(path)
  const input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM, MATROSKA] })
  try {
    const track = await videoTrack(path, input)
    if (await track.canBeTransparent()) registerAlpha()
    const frames = await countFrames(track)
    if (frames.total === 0) throw new UserError(`${path} has a video track without any frames.`)
    const audio = await input.getPrimaryAudioTrack()
    return { input, track, frames, audio, bytes }
  } catch (error) {
    input.dispose()
    throw explained(path, error)
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new UserError(`There is no file ${path}.`)
  if (!found.isFile()) throw new UserError(`${path} is not a file.`)
  if (found.size === 0) throw new UserError(`${path} is empty.`)
  if (await isTruncated(path)) throw new UserError(`${path} is truncated: its end is missing.`)
  return found.size
}

async function videoTrack(path: string, input: Input): Promise<InputVideoTrack> {
  // What keeps a file of a few bytes from being told apart is an error of another kind than that of an unknown format.
  if (!(await input.canRead().catch(() => false))) {
    throw new UserError(`${path} is not a media file that can be read here (MP4, MOV, WebM and MKV can).`)
  }
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new UserError(`${path} has no video track.`)
  const codec = await track.getCodecParameterString()
  if (codec === null)
    throw new UserError(`${path} holds video of a kind that is not known here (${await idOf(track)}).`)
  if (!(await track.canDecode())) throw new UserError(`There is no decoder for the video in ${path} (${codec}).`)
  return track
}

const idOf = async (track: InputVideoTrack) => String(await track.getInternalCodecId())

function explained(path: string, error: unknown): Error {
  if (error instanceof UserError) return error
  return new UserError(`${path} is damaged and cannot be read: ${(error as Error).message}`)
}

/** Counts the frames of a track without decoding them. */
async function countFrames(track: InputVideoTrack): Promise<FrameCount> {
  // Only VP8 has packets of their own for frames that are never shown, and tells so in their first byte.
  const isVp8 = (await track.getCodec()) === 'vp8'
  const count = { total: 0, leading: 0 }
  let first: number | undefined
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: !isVp8 })) {
    if (isVp8 && ((packet.data[0] ?? 0) & 0x10) === 0) continue
    first ??= packet.timestamp
    count.total++
    if (packet.timestamp < first) count.leading++
  }
  return count
}
