import { nextTick } from 'node:process'
import { setImmediate } from 'node:timers'

/** Milliseconds of one turn of the event loop: then timers and input have theirs. */
const TURN = 4

/**
 * Handles items that come several at a time as if each had come by itself. After an item that `yields`, those are callbacks
 * and promises of users, their ticks and microtasks have all run before the next one is handled.
 */
export function oneByOne<T>(handle: (item: T) => void, yields: (item: T) => boolean): (items: readonly T[]) => void {
  let queue: T[] = []
  let next = 0
  let paused = false
  let turnEnds = 0

  function work(): void {
    paused = false
    while (next < queue.length) {
      const item = queue[next] as T
      next += 1
      handle(item)
      if (yields(item)) {
        pause() // also after the last one: not every runtime sees to microtasks between two calls of the native side
        return
      }
    }
    queue = []
    next = 0
  }

  /** Microtasks run until there are none, then ticks; so a tick that is asked for by a microtask comes after all of them. */
  function pause(): void {
    paused = true
    if (performance.now() < turnEnds) Promise.resolve().then(resume)
    else setImmediate(turn)
  }

  const resume = () => nextTick(work)

  function turn(): void {
    turnEnds = performance.now() + TURN
    work()
  }

  return items => {
    queue.push(...items)
    if (!paused) turn()
  }
}
