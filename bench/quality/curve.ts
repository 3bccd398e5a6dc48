/** Quality by size. */

/** An encoding of some content. */
export interface Point {
  bytes: number
  /** Decibels. */
  psnr: number
  ssim: number
}

/** Samples of the range of sizes that two curves share. */
const SAMPLES = 20

/** The figure at a size, whose logarithm is given, on the lines between the points, which are in order of size. */
function at(points: Point[], size: number, figure: 'psnr' | 'ssim'): number {
  const after = points.findIndex(({ bytes }) => Math.log(bytes) >= size)
  const [left, right] = [points[Math.max(0, after - 1)], points[after]]
  if (!left || !right) return points.at(-1)?.[figure] ?? Number.NaN
  const width = Math.log(right.bytes / left.bytes)
  const part = width > 0 ? (size - Math.log(left.bytes)) / width : 0
  return left[figure] + (right[figure] - left[figure]) * part
}

/**
 * How much better `other` is at equal size: the mean over the logarithms of the sizes that both reach, after Bjøntegaard but
 * with straight lines. Undefined when they reach no size in common.
 */
export function gain(base: Point[], other: Point[]): { psnr: number; ssim: number } | undefined {
  const curves = [base, other].map(points => [...points].sort((a, b) => a.bytes - b.bytes))
  const [ours = [], theirs = []] = curves
  const from = Math.log(Math.max(...curves.map(points => points[0]?.bytes ?? Number.NaN)))
  const to = Math.log(Math.min(...curves.map(points => points.at(-1)?.bytes ?? Number.NaN)))
  if (!(to > from)) return undefined
  const sizes = Array.from({ length: SAMPLES }, (_, i) => from + ((to - from) * (i + 0.5)) / SAMPLES)
  const mean = (figure: 'psnr' | 'ssim') =>
    sizes.reduce((sum, size) => sum + at(theirs, size, figure) - at(ours, size, figure), 0) / SAMPLES
  return { psnr: mean('psnr'), ssim: mean('ssim') }
}
