/**
 * Which loudspeaker a channel belongs to. WebCodecs leaves channels in the order of the bitstream, and every family of
 * codecs has its own.
 */
import { AudioSample } from 'mediabunny'

type Layouts = readonly (string | undefined)[]

/** By the number of channels from three on; with one and two all agree. As RIFF files have them. */
const WAVE: Layouts = [
  'L R C',
  'L R BL BR',
  'L R C BL BR',
  'L R C LFE BL BR',
  'L R C LFE BC SL SR',
  'L R C LFE BL BR SL SR',
]
/** RFC 7845, section 5.1.1.2, and the Vorbis I specification, section 4.3.9. */
const XIPH: Layouts = [
  'L C R',
  'L R BL BR',
  'L C R BL BR',
  'L C R BL BR LFE',
  'L C R SL SR BC LFE',
  'L C R SL SR BL BR LFE',
]
/** ISO/IEC 14496-3, table 1.19: the channel configurations 3 to 6, 11 and 12. */
const AAC: Layouts = [
  'C L R',
  'C L R BC',
  'C L R BL BR',
  'C L R BL BR LFE',
  'C L R SL SR BC LFE',
  'C L R SL SR BL BR LFE',
]

const LAYOUTS: Record<string, Layouts> = { opus: XIPH, vorbis: XIPH, aac: AAC }

/**
 * For each channel of `to` the index of the one of `from` that belongs there; both are names of codecs, as mediabunny has
 * them. Undefined where the two do not know the same loudspeakers.
 */
export function channelOrder(from: string, to: string, channels: number): readonly number[] | undefined {
  const own = Array.from({ length: channels }, (_, i) => i)
  const [source, target] = [from, to].map(codec => (LAYOUTS[codec] ?? WAVE)[channels - 3])
  if (channels < 3 || source === target) return own
  const speakers = source?.split(' ') ?? []
  const order = target?.split(' ').map(speaker => speakers.indexOf(speaker))
  return order?.includes(-1) ? undefined : order
}

/** A sample with the channels in another order; takes over the one that it is given. */
export function reordered(sample: AudioSample, order: readonly number[]): AudioSample {
  if (order.every((from, to) => from === to)) return sample
  const { sampleRate, numberOfChannels, timestamp } = sample
  const format = `${sample.format.replace('-planar', '')}-planar` as AudioSampleFormat
  const bytes = sample.allocationSize({ planeIndex: 0, format })
  const data = new Uint8Array(bytes * numberOfChannels)
  order.forEach((planeIndex, to) => {
    sample.copyTo(data.subarray(to * bytes, (to + 1) * bytes), { planeIndex, format })
  })
  sample.close()
  return new AudioSample({ data, format, sampleRate, numberOfChannels, timestamp })
}
