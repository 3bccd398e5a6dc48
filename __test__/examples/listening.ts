/** What the ffmpeg and ffprobe programs see and hear of a file, and measures of sound. */
import { ffmpeg, probe } from '../support/programs.js'

export interface Stream {
  codec: string
  type: 'video' | 'audio'
  channels: number | undefined
  rate: number | undefined
  /** Seconds, by its packets: where the first and the last begin, and the last ends as far as that is known. */
  first: number
  last: number
  end: number
}

/** The streams of a file, and how long it is in seconds by its container. */
export async function probed(file: string): Promise<{ duration: number; streams: Stream[] }> {
  const stream = 'stream=index,codec_name,codec_type,channels,sample_rate'
  const packet = 'packet=stream_index,pts_time,duration_time'
  const { format, streams, packets } = await probe(file, '-show_entries', `${stream}:${packet}:format=duration`)
  const described = (each: Record<string, string>) => {
    const own = packets.filter((packet: Record<string, string>) => packet.stream_index === each.index)
    const starts = own.map((packet: Record<string, string>) => Number(packet.pts_time))
    const ends = own.map((packet: Record<string, string>, i: number) => starts[i] + Number(packet.duration_time ?? 0))
    return {
      codec: each.codec_name,
      type: each.codec_type,
      channels: each.channels,
      rate: Number(each.sample_rate),
      first: Math.min(...starts),
      last: Math.max(...starts),
      end: Math.max(...ends),
    }
  }
  return { duration: Number(format.duration), streams: streams.map(described) }
}

/** Where the packets of the sound lie in a file, in bytes. */
export async function soundPackets(file: string): Promise<{ position: number; size: number }[]> {
  const { packets } = await probe(file, '-select_streams', 'a', '-show_entries', 'packet=pos,size')
  return packets.map((packet: Record<string, string>) => ({ position: Number(packet.pos), size: Number(packet.size) }))
}

const RAW = ['-f', 'rawvideo', '-']

/** The times in seconds and the mean brightness (0 to 255) of the pictures of a file. */
export async function brightnessOf(file: string): Promise<{ time: number; luma: number }[]> {
  const { frames } = await probe(
    file,
    '-select_streams',
    'v',
    '-show_frames',
    '-show_entries',
    'frame=best_effort_timestamp_time',
  )
  const lumas = await ffmpeg('-i', file, '-vsync', 'passthrough', '-vf', 'scale=1:1', '-pix_fmt', 'gray', ...RAW)
  return frames.map((frame: Record<string, string>, i: number) => ({
    time: Number(frame.best_effort_timestamp_time),
    luma: lumas[i] ?? 0,
  }))
}

/** The channels of the sound of a file, from time 0 on by the timestamps of the file, as the ffmpeg program decodes them. */
export async function soundOf(file: string, rate: number, channels: number): Promise<Float32Array[]> {
  // Without -copyts time begins with the first packet, which may be before 0.
  const sound = ['-copyts', '-i', file, '-vn', '-af', 'aresample=async=1:first_pts=0', '-ar', `${rate}`]
  const bytes = await ffmpeg(...sound, '-f', 'f32le', '-')
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const frames = Math.floor(samples.length / channels)
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, i) => samples[i * channels + channel] ?? 0),
  )
}

/** Which share of the power of a sound is in one tone: 1 for that tone alone. */
export function shareOf(samples: Float32Array, rate: number, frequency: number): number {
  const step = (2 * Math.PI * frequency) / rate
  let [cosine, sine, power] = [0, 0, 0]
  samples.forEach((sample, i) => {
    cosine += sample * Math.cos(step * i)
    sine += sample * Math.sin(step * i)
    power += sample * sample
  })
  return (2 * (cosine ** 2 + sine ** 2)) / (samples.length * power)
}

export const peakOf = (samples: Float32Array) => samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)

/** The largest difference between neighbouring samples. */
export const largestStep = (samples: Float32Array) =>
  samples.reduce((largest, sample, i) => Math.max(largest, i > 0 ? Math.abs(sample - (samples[i - 1] ?? 0)) : 0), 0)

/** The time in seconds at which a sound first becomes half as loud as it ever is. */
export function onsetOf(samples: Float32Array, rate: number): number {
  const half = peakOf(samples) / 2
  return samples.findIndex(sample => Math.abs(sample) >= half) / rate
}
