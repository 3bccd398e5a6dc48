import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import {
  ALL_FORMATS,
  type AudioCodec,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
} from 'mediabunny'
import type { AudioDecoderConfig } from '../../index.js'
import type { AudioPacket, EncodedSound } from './audio.js'
import { ffmpeg, temporaryDirectory } from './programs.js'
import { planes, type Sound } from './tones.js'

/** Encoded sound as a demuxer that is not ours reads it: what an AudioDecoder is given. */
export interface AudioMedia {
  file: string
  config: AudioDecoderConfig
  chunks: { timestamp: number; data: Uint8Array<ArrayBuffer> }[]
}

/** Has the ffmpeg program encode what a `lavfi` source gives into a file of that name. */
export async function makeAudio(
  t: ExecutionContext,
  name: string,
  source: string,
  ...encoder: string[]
): Promise<AudioMedia> {
  const file = join(await temporaryDirectory(t), name)
  await ffmpeg('-f', 'lavfi', '-i', source, '-bitexact', ...encoder, file)
  return demuxAudio(file)
}

/** A lavfi source of one tone for each channel, in FFmpeg's order of that layout. */
export const toneSource = (frequencies: readonly number[], layout: string, rate = 48_000, seconds = 0.5): string =>
  `aevalsrc=${frequencies.map(f => `0.4*sin(2*PI*${f}*t)`).join('|')}:c=${layout}:s=${rate}:d=${seconds}`

export async function demuxAudio(file: string): Promise<AudioMedia> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS })
  const track = await input.getPrimaryAudioTrack()
  const config = (await track?.getDecoderConfig()) as AudioDecoderConfig | null | undefined
  if (!track || !config) throw new Error(`${file} has no audio track`)
  const chunks: AudioMedia['chunks'] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    chunks.push({ timestamp: packet.microsecondTimestamp, data: new Uint8Array(packet.data) })
  }
  input.dispose()
  return { file, config, chunks }
}

const CONTAINERS = { mp4: () => new Mp4OutputFormat(), ogg: () => new OggOutputFormat() }

/** Writes chunks into a file with a muxer that is not ours; resolves with its path. */
export async function muxAudio(
  t: ExecutionContext,
  container: keyof typeof CONTAINERS,
  codec: AudioCodec,
  { packets, decoderConfig }: Pick<EncodedSound, 'packets' | 'decoderConfig'>,
): Promise<string> {
  const file = join(await temporaryDirectory(t), `sound.${container}`)
  const output = new Output({ format: CONTAINERS[container](), target: new FilePathTarget(file) })
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  // Without a tag the muxer's Vorbis comments end too early for libvorbis.
  output.setMetadataTags({ title: 'sound' })
  await output.start()
  for (const { data, type, timestamp, duration } of packets) {
    const packet = new EncodedPacket(data, type, timestamp / 1e6, (duration ?? 0) / 1e6)
    await source.add(packet, { decoderConfig } as globalThis.EncodedAudioChunkMetadata)
  }
  await output.finalize()
  return file
}

/** Writes chunks one after the other, after the description if there is one; resolves with the file's path. */
export async function writeRaw(
  t: ExecutionContext,
  extension: string,
  { packets, decoderConfig }: { packets: Pick<AudioPacket, 'data'>[]; decoderConfig?: AudioDecoderConfig },
): Promise<string> {
  const file = join(await temporaryDirectory(t), `sound.${extension}`)
  const description = decoderConfig?.description ? [new Uint8Array(decoderConfig.description as ArrayBuffer)] : []
  await writeFile(file, Buffer.concat([...description, ...packets.map(({ data }) => data)]))
  return file
}

/** A file as the ffmpeg program decodes it, at its own rate and with the channels in FFmpeg's order. */
export async function soundByFfmpeg(file: string, channels: number, rate: number, ...input: string[]): Promise<Sound> {
  const bytes = await ffmpeg(...input, '-i', file, '-c:a', 'pcm_f32le', '-f', 'f32le', '-')
  return { rate, channels: planes(new Float32Array(new Uint8Array(bytes).buffer), channels) }
}
