import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import type { VideoEncoderConfig } from '../../index.js'
import { ivf } from './ivf.js'
import { temporaryDirectory } from './programs.js'

interface Size {
  width: number
  height: number
}

interface Codec {
  /** A codec string of profile and level that fit the tests' small frames. */
  codec: string
  /** The ffmpeg program's name of the codec. */
  probe: string
  /** The configuration that makes chunks which `stream` can put into a file. */
  elementary: Partial<VideoEncoderConfig>
  /** The file name extension of such a file. */
  extension: string
  stream(chunks: Uint8Array[], size: Size): Buffer
}

const inIvf = (codec: string, probe: string, fourcc: string): Codec => ({
  codec,
  probe,
  elementary: {},
  extension: 'ivf',
  stream: (chunks, size) => ivf(fourcc, size, chunks),
})

const inAnnexB = (codec: string, probe: string, elementary: Partial<VideoEncoderConfig>): Codec => ({
  codec,
  probe,
  elementary,
  extension: probe,
  stream: chunks => Buffer.concat(chunks),
})

/** The video codecs under test. */
export const CODECS = {
  avc: inAnnexB('avc1.640028', 'h264', { avc: { format: 'annexb' } }),
  hevc: inAnnexB('hvc1.1.6.L93.B0', 'hevc', { hevc: { format: 'annexb' } }),
  vp8: inIvf('vp8', 'vp8', 'VP80'),
  vp9: inIvf('vp09.00.10.08', 'vp9', 'VP90'),
  av1: inIvf('av01.0.04M.08', 'av1', 'AV01'),
}

export type CodecName = keyof typeof CODECS

export const CODEC_NAMES = Object.keys(CODECS) as CodecName[]

/** The audio codecs under test: codec strings, and whether a decoder needs or gets a description. */
export const AUDIO_CODECS = {
  opus: { codec: 'opus', described: true },
  aac: { codec: 'mp4a.40.2', described: true },
  mp3: { codec: 'mp3', described: false },
  vorbis: { codec: 'vorbis', described: true },
  flac: { codec: 'flac', described: true },
  'pcm-u8': { codec: 'pcm-u8', described: false },
  'pcm-s16': { codec: 'pcm-s16', described: false },
  'pcm-s24': { codec: 'pcm-s24', described: false },
  'pcm-s32': { codec: 'pcm-s32', described: false },
  'pcm-f32': { codec: 'pcm-f32', described: false },
  alaw: { codec: 'alaw', described: false },
  ulaw: { codec: 'ulaw', described: false },
}

export type AudioCodecName = keyof typeof AUDIO_CODECS

export const AUDIO_CODEC_NAMES = Object.keys(AUDIO_CODECS) as AudioCodecName[]

/** Writes chunks to a file that ffmpeg and ffprobe read; resolves with its path. */
export async function writeStream(
  t: ExecutionContext,
  name: CodecName,
  packets: { data: Uint8Array }[],
  size: Size = { width: 64, height: 48 },
): Promise<string> {
  const { extension, stream } = CODECS[name]
  const file = join(await temporaryDirectory(t), `stream.${extension}`)
  const chunks = packets.map(({ data }) => data)
  await writeFile(file, stream(chunks, size))
  return file
}
