/** Compares versions by their numbers. */
export function compareNumbers(a: string, b: string): number {
  const [x, y] = [a, b].map(version => version.split('.').map(Number))
  const length = Math.max(x?.length ?? 0, y?.length ?? 0)
  const differences = Array.from({ length }, (_, index) => (x?.[index] ?? 0) - (y?.[index] ?? 0))
  return differences.find(difference => difference !== 0) ?? 0
}
