/** How long calls keep the JavaScript thread while a codec has much to do. */
import { since } from './clock.js'
import type { Measurement } from './row.js'
import { percentile } from './statistics.js'

/** Times of calls in milliseconds, by method. */
export class CallTimes {
  readonly #times = new Map<string, number[]>()

  time<T>(method: string, call: () => T): T {
    const start = performance.now()
    const result = call()
    const taken = since(start)
    const times = this.#times.get(method)
    if (times) times.push(taken)
    else this.#times.set(method, [taken])
    return result
  }

  /** The 99th percentiles: the worst as the value. */
  result(): Measurement {
    const entries = [...this.#times].map(([method, times]) => [`${method} ms`, percentile(times, 0.99)] as const)
    return { value: Math.max(...entries.map(([, time]) => time)), details: Object.fromEntries(entries) }
  }
}

/** A codec of whatever kind, full of work. */
export interface Backlogged {
  /** How many are queued at once. */
  items: number
  configure(): void
  /** Queues item `index`; times the calls that it takes. */
  queue(index: number): void
  look(): void
  flush(): Promise<void>
  reset(): void
  close(): void
}

/** Rounds before the counted ones, in which the engine compiles what is called. */
const WARM_ROUNDS = 3
/** Rounds of each codec at least, and milliseconds that more of them may take. */
const ROUNDS = 12
const BUDGET = 15_000
const MOST_ROUNDS = 100
/** How often getters are read, a millisecond apart, before the codec is ended: it is open and at work by then. */
const LOOKS = 25

const turn = () => new Promise(resolve => setTimeout(resolve, 1))

/** A full queue, looks at the getters, then an end with work under way, in both ways of ending it. */
async function round(watch: CallTimes, codec: Backlogged): Promise<void> {
  const fill = async () => {
    watch.time('configure', () => codec.configure())
    for (let index = 0; index < codec.items; index += 1) codec.queue(index)
    watch.time('flush', () => codec.flush()).catch(() => {})
    for (let looks = 0; looks < LOOKS; looks += 1) {
      watch.time('getter', () => codec.look())
      await turn()
    }
  }
  await fill()
  watch.time('reset', () => codec.reset())
  await fill()
  watch.time('close', () => codec.close())
  await turn()
}

export async function rounds(watch: CallTimes, create: (watch: CallTimes) => Backlogged): Promise<void> {
  const warming = new CallTimes()
  for (let count = 0; count < WARM_ROUNDS; count += 1) await round(warming, create(warming))
  const start = performance.now()
  for (let count = 0; count < ROUNDS || (count < MOST_ROUNDS && since(start) < BUDGET); count += 1) {
    await round(watch, create(watch))
  }
}
