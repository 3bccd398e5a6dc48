/** A codec at work, and what every row needs around it. */

/** How many items may wait in a codec: its user stops at `full` and goes on when no more than `resume` are left. */
export interface Queue {
  full: number
  resume: number
}

/** A codec with its outputs, and its error as a promise that only rejects. */
export interface Running<Codec> {
  codec: Codec
  failed: Promise<never>
  /** Resolves when there is room for more; undefined when there is room already. */
  room(): Promise<void> | undefined
  /**
   * Flushes and waits until nothing more comes, as some packages resolve before their last outputs. Resolves with the
   * time of the last event, by the clock of performance.now(), and the number of outputs that came after the flush.
   */
  finish(): Promise<{ at: number; late: number }>
}

interface Init<Args extends unknown[]> {
  output: (...args: Args) => void
  error: (reason: unknown) => void
}

interface Codec extends EventTarget {
  flush(): Promise<void>
}

/** Looks again after so many milliseconds when a package fires no dequeue event. */
const LOOK_AGAIN = 10
/** Milliseconds without an output after which no more are awaited. */
const SILENCE = 100

const sleep = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds))

export function running<Args extends unknown[], C extends Codec>(
  output: (...args: Args) => void,
  create: (init: Init<Args>) => C,
  waiting: (codec: C) => number,
  { full, resume }: Queue,
): Running<C> {
  let wake = () => {}
  let outputs = 0
  let flushed = false
  let at = 0
  let failure: { reason: unknown } | undefined
  let fail: (reason: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  const codec = create({
    output: (...args) => {
      output(...args)
      outputs += 1
      if (flushed) at = performance.now()
      wake()
    },
    error: reason => {
      failure = { reason }
      fail(reason)
      wake()
    },
  })
  codec.addEventListener('dequeue', () => wake())
  const change = () =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, LOOK_AGAIN)
      wake = () => {
        wake = () => {}
        clearTimeout(timer)
        resolve()
      }
    })
  const emptied = async () => {
    while (!failure && waiting(codec) > resume) await change()
    if (failure) throw failure.reason
  }
  const finish = async () => {
    await Promise.race([codec.flush(), failed])
    at = performance.now()
    flushed = true
    const before = outputs
    for (let seen = -1; seen !== outputs; ) {
      seen = outputs
      await sleep(SILENCE)
    }
    return { at, late: outputs - before }
  }
  return { codec, failed, room: () => (failure || waiting(codec) >= full ? emptied() : undefined), finish }
}
