import { PROBE_THREADS, type SupportProbe } from './native.js'

/** What is remembered: classes of configurations, and the longest name of one, in characters. */
const MOST_CLASSES = 1024
const LONGEST_CLASS = 16_384

/**
 * Says of probes whether their coders open. One that opened stands for all of its class, so that hundreds of questions
 * open few coders. A failure is not remembered: memory or a device may only have been short.
 */
export class Support {
  readonly #works = new Set<string>()
  readonly #waiting: (() => void)[] = []
  #underWay = 0

  /** `probe` is null for a configuration that shows a fault before its coder is opened. */
  async has(probe: Pick<SupportProbe, 'class' | 'open'> | null): Promise<boolean> {
    if (!probe) return false
    const { class: name } = probe
    if (this.#works.has(name)) return true
    if (this.#underWay === PROBE_THREADS) await new Promise<void>(resolve => this.#waiting.push(resolve))
    else this.#underWay += 1
    try {
      // Others of the class may have been opened meanwhile.
      const opens = this.#works.has(name) || (await probe.open())
      if (opens) this.#remember(name)
      return opens
    } finally {
      this.#next()
    }
  }

  /** Hands the place on to who has waited longest. */
  #next(): void {
    const resolve = this.#waiting.shift()
    if (resolve) resolve()
    else this.#underWay -= 1
  }

  #remember(name: string): void {
    if (name.length > LONGEST_CLASS) return
    this.#works.add(name)
    for (const oldest of this.#works) {
      if (this.#works.size <= MOST_CLASSES) break
      this.#works.delete(oldest)
    }
  }
}

/** For all codecs together. */
const support = new Support()

export const isSupported = (probe: SupportProbe | null): Promise<boolean> => support.has(probe)
