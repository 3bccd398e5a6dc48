/** Figures over runs. */

/** The value below which the share `part` (0 to 1) of the values lies. NaN when there are none. */
export function percentile(values: Iterable<number>, part: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Median of the ratios of values taken in the same round, so that what slows down a whole round cancels out. */
export function pairedRatio(ours: number[], theirs: number[]): number {
  const rounds = Math.min(ours.length, theirs.length)
  return median(
    Array.from({ length: rounds }, (_, round) => (ours[round] ?? Number.NaN) / (theirs[round] ?? Number.NaN)),
  )
}
