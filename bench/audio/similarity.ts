/** How far sound that has been through a codec is from its source. */

/** Samples by which the two may be shifted against each other: what an encoder or a decoder may put before the sound. */
const REACH = 8192
/** Frames that are laid over each other to find the shift. */
const WINDOW = 4096
/** Frames of the source in whose midst the window lies. */
const SEARCHED = 5 * 48_000
/** Decibels of sound that comes back exactly. */
const IDENTICAL = 144

/** Samples of interleaved channels. */
export interface Sound {
  samples: Float32Array
  channels: number
}

const framesOf = ({ samples, channels }: Sound): number => Math.floor(samples.length / channels)

/** By how many frames `sound` is later than `source`: where their first channels are most alike. */
function shiftOf(source: Sound, sound: Sound): number {
  const start = Math.max(0, Math.min(framesOf(source), framesOf(sound), SEARCHED) - WINDOW) >> 1
  let best = { likeness: Number.NEGATIVE_INFINITY, shift: 0 }
  for (let shift = -Math.min(REACH, start); shift <= REACH; shift += 1) {
    let likeness = 0
    for (let frame = start; frame < start + WINDOW; frame += 1) {
      likeness +=
        (source.samples[frame * source.channels] ?? 0) * (sound.samples[(frame + shift) * sound.channels] ?? 0)
    }
    if (likeness > best.likeness) best = { likeness, shift }
  }
  return best.shift
}

/** Decibels of the source over what is different, where both have sound. */
export function signalToNoise(source: Sound, sound: Sound): number {
  const { channels } = source
  const shift = shiftOf(source, sound)
  const end = Math.min(framesOf(source), framesOf(sound) - shift)
  let [signal, noise] = [0, 0]
  for (let at = Math.max(0, -shift) * channels; at < end * channels; at += 1) {
    const expected = source.samples[at] ?? 0
    const difference = (sound.samples[at + shift * channels] ?? 0) - expected
    signal += expected * expected
    noise += difference * difference
  }
  return Math.min(IDENTICAL, 10 * Math.log10(signal / noise))
}
