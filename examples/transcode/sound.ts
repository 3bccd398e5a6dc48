/** The sound of a file: how it is encoded anew, and its samples as the encoder wants them. */
import {
  type AudioEncodingConfig,
  AudioSample,
  AudioSampleSink,
  AudioSampleSource,
  canEncodeAudio,
  type EncodedPacket,
  EncodedPacketSink,
  type InputAudioTrack,
  NullTarget,
  Output,
  type OutputFormat,
  Quality,
} from 'mediabunny'
import type { EncodedAudioChunkMetadata } from 'webcodecs-native'
import { channelOrder, reordered } from './channels.js'
import type { AudioCodec } from './containers.js'
import { UserError } from './user-error.js'

/** Sound of one rate and number of channels. */
interface Shape {
  sampleRate: number
  numberOfChannels: number
}

/** How sound is written, and what has to be done with its samples before. */
export interface SoundPlan {
  config: AudioEncodingConfig
  /** For each channel that goes into the encoder, or is mixed for it, the decoded one. */
  order: readonly number[]
  /** See primingOf. */
  priming: number
}

/** Bits per second and channel at 48 kHz. */
const BITRATES: Partial<Record<AudioCodec, number>> = { opus: 64_000, aac: 96_000, vorbis: 80_000 }

function configFor(codec: AudioCodec, { sampleRate, numberOfChannels }: Shape): AudioEncodingConfig {
  const bitrate = Math.round((BITRATES[codec] ?? 0) * numberOfChannels * Math.min(1, sampleRate / 48000))
  return {
    codec,
    quality: new Quality(bitrate > 0 ? { bitrate } : 'high'),
    // Below 24 kHz mediabunny would ask for HE-AAC, which is decoded here but not encoded.
    ...(codec === 'aac' && { fullCodecString: 'mp4a.40.2' }),
  }
}

/** What is tried where a codec cannot hold sound as it is: the rate that all take, and that with two channels. */
const FALLBACKS: readonly Partial<Shape>[] = [{}, { sampleRate: 48000 }, { sampleRate: 48000, numberOfChannels: 2 }]

/** Finds out how the sound of `track` can become `codec`; a UserError when it cannot. */
export async function planSound(
  path: string,
  track: InputAudioTrack,
  codec: AudioCodec,
  format: OutputFormat,
): Promise<SoundPlan> {
  const from = await decodableCodec(path, track)
  const { sampleRate, numberOfChannels } = await decodedShape(path, track)
  for (const fallback of FALLBACKS) {
    const shape = { sampleRate, numberOfChannels, ...fallback }
    const config = configFor(codec, shape)
    // Mixing wants the channels in the order of RIFF files.
    const to = shape.numberOfChannels === numberOfChannels ? codec : 'pcm-s16'
    const order = channelOrder(from, to, numberOfChannels)
    if (!order || !(await canEncodeAudio(codec, { ...config, ...shape }))) continue
    return { config: { ...config, transform: fallback }, order, priming: await primingOf(config, shape, format) }
  }
  throw new UserError(`Sound with ${numberOfChannels} channels at ${sampleRate} Hz cannot be written as ${codec} here.`)
}

/** What the decoder gives, which of HE-AAC is not always what the container says. */
async function decodedShape(path: string, track: InputAudioTrack): Promise<Shape> {
  for await (const first of new AudioSampleSink(track).samples()) {
    const { sampleRate, numberOfChannels } = first
    first.close()
    return { sampleRate, numberOfChannels }
  }
  throw new UserError(`${path} has an audio track without any sound; --audio none leaves it out.`)
}

async function decodableCodec(path: string, track: InputAudioTrack): Promise<string> {
  const codec = await track.getCodec()
  if (codec && (await track.canDecode())) return codec
  const name = (await track.getCodecParameterString()) ?? (await track.getInternalCodecId())
  throw new UserError(`There is no decoder for the sound in ${path} (${name}); --audio none leaves it out.`)
}

/**
 * Seconds that decoding gives before the first sample of what such an encoder is given. It tells with its first output,
 * which is too late for the samples that this came from: so it is given a little silence beforehand.
 */
export async function primingOf(config: AudioEncodingConfig, shape: Shape, format: OutputFormat): Promise<number> {
  let priming = 0
  const onEncodedPacket = (_: EncodedPacket, metadata: EncodedAudioChunkMetadata | undefined) => {
    priming = metadata?.priming ?? priming
  }
  const source = new AudioSampleSource({ ...config, onEncodedPacket })
  const output = new Output({ format, target: new NullTarget() })
  output.addAudioTrack(source)
  await output.start()
  const data = new Float32Array(Math.ceil(shape.sampleRate / 10) * shape.numberOfChannels)
  const silence = new AudioSample({ ...shape, data, format: 'f32', timestamp: 0 })
  await source.add(silence)
  silence.close()
  await output.finalize()
  return priming / shape.sampleRate
}

/**
 * The sound of a track that is meant to be heard, for an encoder with this plan: earlier by its priming, so that what it
 * encodes is heard in time.
 */
export async function* soundOf(
  track: InputAudioTrack,
  { order, priming }: Pick<SoundPlan, 'order' | 'priming'>,
): AsyncGenerator<AudioSample> {
  // Before 0 there is what the encoder of the input needed to get going. A decoder of Opus has dropped it already.
  const dropped = (await track.getCodec()) === 'opus' ? -Math.min(0, await track.getFirstTimestamp()) : 0
  const end = (await endOf(track)) + dropped
  for await (const decoded of new AudioSampleSink(track).samples()) {
    decoded.setTimestamp(decoded.timestamp + dropped)
    const sample = audible(decoded, end)
    if (!sample) continue
    sample.setTimestamp(sample.timestamp - priming)
    yield reordered(sample, order)
  }
}

/** Where the sound of a track ends in seconds, as far as the container says; what is decoded after it is padding. */
async function endOf(track: InputAudioTrack): Promise<number> {
  const last = await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true })
  return last?.duration ? last.timestamp + last.duration : Number.POSITIVE_INFINITY
}

/** Containers have their times in milliseconds at worst. */
const PRECISION = 0.001

/** Cuts off what comes before time 0 or after `end`; takes over the sample that it is given. */
function audible(sample: AudioSample, end: number): AudioSample | undefined {
  const { timestamp, sampleRate, numberOfFrames } = sample
  const late = timestamp + sample.duration - end
  const first = Math.max(0, Math.round(-timestamp * sampleRate))
  const after = numberOfFrames - (late > PRECISION ? Math.round(late * sampleRate) : 0)
  if (first === 0 && after === numberOfFrames) return sample
  const part = first < after ? sample.trim(first, after) : undefined
  sample.close()
  return part
}
