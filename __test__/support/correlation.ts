interface Match {
  /** Samples by which the second signal is late. */
  lag: number
  /** Of the signals with that lag, -1 to 1. */
  correlation: number
}

interface Window {
  /** The stretch of the first signal that is looked for. */
  from?: number
  count?: number
  /** Lags to try, both ways. */
  most?: number
}

/** Finds the lag at which `later` is most like `earlier`, by normalised cross-correlation. */
export function align(
  earlier: Float32Array,
  later: Float32Array,
  { from = 16_000, count = 4_000, most = 1_200 }: Window = {},
): Match {
  let best: Match = { lag: Number.NaN, correlation: -1 }
  for (let lag = -most; lag <= most; lag++) {
    const correlation = correlationAt(earlier, later, from, count, lag)
    if (correlation > best.correlation) best = { lag, correlation }
  }
  return best
}

function correlationAt(a: Float32Array, b: Float32Array, from: number, count: number, lag: number): number {
  let [product, energyOfA, energyOfB] = [0, 0, 0]
  for (let i = from; i < from + count; i++) {
    const x = a[i] ?? 0
    const y = b[i + lag] ?? 0
    product += x * y
    energyOfA += x * x
    energyOfB += y * y
  }
  return product / Math.sqrt(energyOfA * energyOfB)
}
