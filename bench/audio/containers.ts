/** Between packets and the files that the ffmpeg program reads and writes. Runs in no measured process. */
import {
  ALL_FORMATS,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  FilePathTarget,
  Input,
  MkvOutputFormat,
  Output,
} from 'mediabunny'
import type { Packets } from './packets.js'

const NAMES = { opus: 'opus', 'mp4a.40.2': 'aac', flac: 'flac' } as const

/** Seconds between packets in files for the judge, who heeds the order alone. */
const STEP = 0.01

export async function demux(file: string): Promise<Packets> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS })
  const track = await input.getPrimaryAudioTrack()
  const config = await track?.getDecoderConfig()
  if (!track || !config) throw new Error(`${file} holds no sound`)
  const { codec, sampleRate, numberOfChannels, description } = config
  const packets: Packets['packets'] = []
  for await (const { microsecondTimestamp, microsecondDuration, data } of new EncodedPacketSink(track).packets()) {
    packets.push({ timestamp: microsecondTimestamp, duration: microsecondDuration, data })
  }
  input.dispose()
  return {
    codec,
    sampleRate,
    numberOfChannels,
    ...(description ? { description: new Uint8Array(description as Uint8Array) } : {}),
    packets,
  }
}

/** Writes a Matroska file. */
export async function mux(file: string, { packets, ...decoderConfig }: Packets): Promise<void> {
  const name = NAMES[decoderConfig.codec as keyof typeof NAMES]
  if (!name) throw new Error(`the bench does not write ${decoderConfig.codec} into files`)
  const output = new Output({ format: new MkvOutputFormat(), target: new FilePathTarget(file) })
  const source = new EncodedAudioPacketSource(name)
  output.addAudioTrack(source)
  await output.start()
  for (const [index, { data }] of packets.entries()) {
    await source.add(new EncodedPacket(data, 'key', index * STEP, STEP), { decoderConfig })
  }
  await output.finalize()
}
