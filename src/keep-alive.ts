import { setInterval } from 'node:timers'

/** The longest delay that timers take, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1

const working = new Set<object>()
let timer: NodeJS.Timeout | undefined

/**
 * Keeps `work` from garbage collection, and the process from exiting, until `release(work)`.
 * The native side holds neither: its callbacks are weak, or an idle codec would never let a process end.
 */
export function hold(work: object): void {
  if (working.size === 0) {
    timer ??= setInterval(() => {}, LONGEST_DELAY)
    timer.ref()
  }
  working.add(work)
}

/** Ends what `hold(work)` began. Harmless when nothing is held. */
export function release(work: object): void {
  if (working.delete(work) && working.size === 0) timer?.unref()
}
