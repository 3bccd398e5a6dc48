/** Sound as the tests make and compare it: for each channel its samples, of -1 to 1. */
export interface Sound {
  /** In Hz. */
  rate: number
  channels: Float32Array[]
}

const AMPLITUDE = 0.4

/** Sound of a function of time, in seconds, for each channel. The same functions may be taken at any rate. */
function sound(rate: number, frames: number, channels: ((time: number) => number)[]): Sound {
  return { rate, channels: channels.map(wave => Float32Array.from({ length: frames }, (_, i) => wave(i / rate))) }
}

/** A tone of a frequency of its own for each channel. */
export const tones = (rate: number, frames: number, frequencies: readonly number[]): Sound =>
  sound(
    rate,
    frames,
    frequencies.map(frequency => time => AMPLITUDE * Math.sin(2 * Math.PI * frequency * time)),
  )

/** Tones that rise at 2 kHz a second: no stretch is like another, so that it shows exactly where in time it is. */
export const sweeps = (rate: number, frames: number, channels = 1): Sound =>
  sound(
    rate,
    frames,
    Array.from({ length: channels }, (_, i) => (time: number) => {
      return AMPLITUDE * Math.sin(2 * Math.PI * (300 + 150 * i + 1000 * time) * time)
    }),
  )

/** Noise, always the same: what takes all the bits that an encoder is given. */
export function noise(rate: number, frames: number, channels = 1): Sound {
  let state = 1
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return AMPLITUDE * (state / 2 ** 31 - 1)
  }
  return { rate, channels: Array.from({ length: channels }, () => Float32Array.from({ length: frames }, next)) }
}

/** The part of the samples' energy, 0 to 1, that a tone of that frequency makes up. */
export function share(samples: Float32Array, frequency: number, rate: number): number {
  let [real, imaginary, energy] = [0, 0, 0]
  for (const [i, sample] of samples.entries()) {
    const angle = (2 * Math.PI * frequency * i) / rate
    real += sample * Math.cos(angle)
    imaginary += sample * Math.sin(angle)
    energy += sample * sample
  }
  return (2 * (real * real + imaginary * imaginary)) / (energy * samples.length)
}

/** Frames of all channels one after the other. */
export function interleaved({ channels }: Sound): Float32Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0
  const samples = new Float32Array(frames * channels.length)
  for (const [c, plane] of channels.entries()) {
    for (const [i, sample] of plane.entries()) samples[i * channels.length + c] = sample
  }
  return samples
}

/** The opposite. */
export const planes = (samples: ArrayLike<number>, channels: number): Float32Array[] =>
  Array.from({ length: channels }, (_, c) =>
    Float32Array.from({ length: samples.length / channels }, (_, i) => samples[i * channels + c] as number),
  )
