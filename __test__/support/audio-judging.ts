import type { ExecutionContext } from 'ava'
import type { AudioPacket } from './audio.js'
import { align } from './correlation.js'
import { type Sound, share } from './tones.js'

/** Frames of chunks must follow one another without holes, each at the microsecond where its first frame lies. */
export function assertTimeline(
  t: ExecutionContext,
  packets: AudioPacket[],
  { rate, start, frames, total }: { rate: number; start: number; frames: (index: number) => number; total: number },
): void {
  const time = (frame: number) => start + Math.floor((frame * 1e6) / rate)
  let at = 0
  const expected = packets.map((_, i) => {
    const from = at
    at = Math.min(total, from + frames(i))
    return { timestamp: time(from), duration: time(at) - time(from), type: 'key' }
  })
  t.is(at, total, 'frames in all chunks')
  t.deepEqual(
    packets.map(({ timestamp, duration, type }) => ({ timestamp, duration, type })),
    expected as never,
  )
}

/** Each channel of `later` must be that of `earlier`, late by exactly so many samples. */
export function assertLag(
  t: ExecutionContext,
  earlier: Sound,
  later: Sound,
  lag: number,
  { correlation = 0.97, what = '' } = {},
): void {
  t.is(later.channels.length, earlier.channels.length)
  for (const [c, channel] of earlier.channels.entries()) {
    const found = align(channel, later.channels[c] as Float32Array)
    t.is(found.lag, lag, `${what} channel ${c}: ${JSON.stringify(found)}`)
    t.true(found.correlation > correlation, `${what} channel ${c}: ${JSON.stringify(found)}`)
  }
}

/** Each channel must be made up of its own tone and of nothing of the others'. */
export function assertTones(t: ExecutionContext, { channels, rate }: Sound, frequencies: readonly number[]): void {
  t.is(channels.length, frequencies.length)
  for (const [c, samples] of channels.entries()) {
    const steady = samples.subarray(samples.length >> 2)
    const shares = frequencies.map(frequency => share(steady, frequency, rate))
    const loudest = shares.indexOf(Math.max(...shares))
    t.is(loudest, c, `channel ${c} has the tone of channel ${loudest}: ${shares.map(s => s.toFixed(3))}`)
    t.true((shares[c] ?? 0) > 0.9, `channel ${c}: ${shares.map(s => s.toFixed(3))}`)
  }
}

/** The largest difference of samples, over the frames that both have. */
export function largestDifference(a: Sound, b: Sound): number {
  let largest = 0
  for (const [c, channel] of a.channels.entries()) {
    const other = b.channels[c] ?? new Float32Array()
    for (let i = 0; i < Math.min(channel.length, other.length); i++) {
      largest = Math.max(largest, Math.abs((channel[i] as number) - (other[i] as number)))
    }
  }
  return largest
}

/** The channels in another order: that of index i is the one that was `order[i]`. */
export const reordered = ({ rate, channels }: Sound, order: readonly number[]): Sound => ({
  rate,
  channels: order.map(from => channels[from] as Float32Array),
})

/** Without the first frames. */
export const after = ({ rate, channels }: Sound, frames: number): Sound => ({
  rate,
  channels: channels.map(channel => channel.subarray(frames)),
})
