/** How frames may follow one another in time. */
import { FRAMERATE } from '../clips.js'

export interface Pace {
  /** Frames a second that the encoder is told of, if any. */
  framerate: number | undefined
  /** Seconds from the first frame to the one with that number, and to the end. */
  time(index: number): number
  /** Microseconds; the time by default. */
  timestamp?(index: number): number
}

const at = (framerate: number) => (index: number) => index / framerate
const GAP = 3
const LEAP = 60

/** Of ten frames each at 15 and at 60 a second. */
function alternating(index: number): number {
  const slow = 10 * Math.floor(index / 20) + Math.min(10, index % 20)
  return slow / 15 + (index - slow) / 60
}

/** From -1/4 to 1/4 of a frame, the same in every run. */
const jitter = (index: number): number => ((Math.imul(index, 2654435761) >>> 0) / 2 ** 32 - 0.5) / 2

const micros = (seconds: number): number => Math.round(seconds * 1e6)

export const STEADY: Pace = { framerate: FRAMERATE, time: at(FRAMERATE) }

export const PACES: Record<string, Pace> = {
  'jitter of half a frame': {
    ...STEADY,
    timestamp: index => micros((index + jitter(index)) / FRAMERATE),
  },
  'a gap of 3 s, a leap back by 60': {
    ...STEADY,
    timestamp: index => micros(index / FRAMERATE + (index < 100 ? 0 : GAP) - (index < 200 ? 0 : LEAP)),
  },
  '60 a second, undeclared': { framerate: undefined, time: at(60) },
  '60 a second, declared as 30': { framerate: 30, time: at(60) },
  '15 and 60, each for ten frames': { framerate: 30, time: alternating },
}

export const timestampsOf = ({ time, timestamp = index => micros(time(index)) }: Pace, count: number): number[] =>
  Array.from({ length: count }, (_, index) => timestamp(index))

/** How many frames that time takes. */
export function framesOf({ time }: Pace, seconds: number): number {
  let count = 0
  while (time(count) < seconds) count++
  return count
}
