import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import {
  ALL_FORMATS,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import type { EncodedVideoChunkInit, EncodedVideoChunkMetadata, VideoDecoderConfig } from '../../index.js'
import { ffmpeg, temporaryDirectory } from './programs.js'

/** An encoded video as a demuxer that is not ours reads it: what a VideoDecoder is given. */
export interface Media {
  file: string
  config: VideoDecoderConfig
  /** In decode order. */
  chunks: (EncodedVideoChunkInit & { data: Uint8Array<ArrayBuffer> })[]
}

/** A moving test picture of `frames` frames at 25 a second, in YUV 4:2:0, encoded by the ffmpeg program. */
export async function makeMedia(
  t: ExecutionContext,
  file: string,
  encoder: string[],
  { frames = 30, size = '96x64' } = {},
): Promise<Media> {
  const path = join(await temporaryDirectory(t), file)
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-frames:v', `${frames}`, '-pix_fmt', 'yuv420p']
  await ffmpeg(...source, '-threads', '1', ...encoder, path)
  return demux(path)
}

export async function demux(file: string): Promise<Media> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error(`${file} has no video track`)
  const { codec, description, codedWidth, codedHeight } = (await track.getDecoderConfig()) ?? {}
  const config = { codec, ...(description && { description }), codedWidth, codedHeight } as VideoDecoderConfig
  const chunks: Media['chunks'] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const { type, microsecondTimestamp: timestamp, microsecondDuration: duration } = packet
    chunks.push({ type, timestamp, duration, data: new Uint8Array(packet.data) })
  }
  input.dispose()
  return { file, config, chunks }
}

/** An encoder's chunk with its bytes and metadata, as the tests keep it. */
export interface Packet {
  type: 'key' | 'delta'
  timestamp: number
  duration: number | null
  data: Uint8Array<ArrayBuffer>
  metadata: EncodedVideoChunkMetadata | undefined
}

/** Writes chunks into an MP4 file with a muxer that is not ours. */
export const writeMp4 = (file: string, codec: 'avc' | 'hevc', packets: Packet[]): Promise<void> =>
  mux(new Output({ format: new Mp4OutputFormat(), target: new FilePathTarget(file) }), codec, packets)

/** Writes chunks and their alpha, where they have it, into a WebM file with a muxer that is not ours. */
export const writeWebM = (file: string, codec: 'vp8' | 'vp9', packets: Packet[]): Promise<void> =>
  mux(new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(file) }), codec, packets)

async function mux(output: Output, codec: 'avc' | 'hevc' | 'vp8' | 'vp9', packets: Packet[]): Promise<void> {
  const source = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(source)
  await output.start()
  for (const { data, type, timestamp, duration, metadata } of packets) {
    const { alphaSideData: alpha } = metadata ?? {}
    const times = [timestamp / 1e6, (duration ?? 0) / 1e6] as const
    const packet = new EncodedPacket(data, type, ...times, undefined, undefined, alpha && { alpha })
    await source.add(packet, metadata as globalThis.EncodedVideoChunkMetadata)
  }
  await output.finalize()
}
