/** The file formats that this example writes, by file name extension, and the codecs that it knows. */
import { MkvOutputFormat, MovOutputFormat, Mp4OutputFormat, type OutputFormat, WebMOutputFormat } from 'mediabunny'
import { UserError } from './user-error.js'

export const VIDEO_CODECS = ['avc', 'hevc', 'vp8', 'vp9', 'av1'] as const
export type VideoCodec = (typeof VIDEO_CODECS)[number]

export const AUDIO_CODECS = ['opus', 'aac', 'flac', 'mp3', 'vorbis', 'pcm-s16'] as const
export type AudioCodec = (typeof AUDIO_CODECS)[number]

/** What the user asked for; undefined is left to the container, and `none` leaves the sound out. */
export interface Choice {
  video: VideoCodec | undefined
  audio: AudioCodec | 'none' | undefined
}

interface Container {
  /** The codecs when none is asked for. */
  video: VideoCodec
  audio: AudioCodec
  format: OutputFormat
}

const CONTAINERS: Record<string, Container> = {
  '.webm': { video: 'vp9', audio: 'opus', format: new WebMOutputFormat() },
  '.mkv': { video: 'vp9', audio: 'opus', format: new MkvOutputFormat() },
  '.mp4': { video: 'avc', audio: 'aac', format: new Mp4OutputFormat() },
  '.mov': { video: 'avc', audio: 'aac', format: new MovOutputFormat() },
}

/** What a file is written as. */
export interface Target {
  video: VideoCodec
  audio: AudioCodec | 'none'
  format: OutputFormat
}

/** The extension that suits the codecs, for an output that the user did not name. */
export function extensionFor({ video = 'vp9', audio }: Choice): string {
  const usual = video === 'avc' || video === 'hevc' ? '.mp4' : '.webm'
  // Matroska holds everything.
  return CONTAINERS[usual] && holds(CONTAINERS[usual].format, audio ?? 'none') ? usual : '.mkv'
}

const holds = (format: OutputFormat, codec: VideoCodec | AudioCodec | 'none') =>
  codec === 'none' || format.getSupportedCodecs().includes(codec)

/** The container that an extension names and the codecs to put into it; a UserError where they do not go together. */
export function containerFor(extension: string, choice: Choice): Target {
  const container = CONTAINERS[extension.toLowerCase()]
  if (!container) {
    throw new UserError(`The output must end in ${Object.keys(CONTAINERS).join(', ')}, not "${extension}".`)
  }
  const { format } = container
  const { video = container.video, audio = container.audio } = choice
  for (const codec of [video, audio]) {
    if (!holds(format, codec)) throw new UserError(`A ${extension} file cannot hold ${codec}.`)
  }
  return { video, audio, format }
}
