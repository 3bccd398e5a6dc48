/** Waits for other programs to leave the processors alone, so that they disturb few runs. */
import { cpus } from 'node:os'

/** Milliseconds over which the load is looked at, and that are waited at most. */
const LOOK = 400
const PATIENCE = 20_000
/** The share of all processors' time that others may take. */
const BUSY = 0.08

function times(): { busy: number; all: number } {
  const sums = { busy: 0, all: 0 }
  for (const { times } of cpus()) {
    const all = Object.values(times).reduce((sum, time) => sum + time, 0)
    sums.all += all
    sums.busy += all - times.idle
  }
  return sums
}

/** Resolves when the machine is idle, or after a while if it does not become so: whether it is. */
export async function quiet(): Promise<boolean> {
  const deadline = performance.now() + PATIENCE
  while (performance.now() < deadline) {
    const before = times()
    await new Promise(resolve => setTimeout(resolve, LOOK))
    const after = times()
    if (after.busy - before.busy <= BUSY * (after.all - before.all)) return true
  }
  return false
}
