/** Clocks. */
import { readFileSync } from 'node:fs'

/** Milliseconds since `start`, which performance.now() gave. */
export const since = (start: number): number => performance.now() - start

/**
 * Starts a clock of the wall and of the processors, which other work on the machine disturbs less; gives milliseconds.
 * `at` is when the wall's clock stops, by performance.now().
 */
export function clocks(): (at?: number) => { wall: number; cpu: number } {
  const [start, before] = [performance.now(), process.cpuUsage()]
  return (at = performance.now()) => {
    const { user, system } = process.cpuUsage(before)
    return { wall: at - start, cpu: (user + system) / 1000 }
  }
}

/** Milliseconds that this thread alone has been running on a processor. NaN where the system does not tell. */
export function threadTime(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
  } catch {
    return Number.NaN
  }
}
