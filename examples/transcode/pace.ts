/**
 * Keeps tracks that are written at the same time close together: a container holds packets back until those of the
 * other tracks have come as far, so a track that ran ahead would fill the memory.
 */
export class Pace {
  readonly #lead: number
  readonly #reached = new Map<object, number>()
  #waiting: (() => void)[] = []

  /** `lead` is how many seconds one track may be ahead of the slowest. */
  constructor(tracks: Iterable<object>, lead = 1) {
    this.#lead = lead
    for (const track of tracks) this.#reached.set(track, Number.NEGATIVE_INFINITY)
  }

  /** Says how far a track has come, in seconds; resolves when it may go on from there. */
  async reach(track: object, seconds: number): Promise<void> {
    this.#reached.set(track, seconds)
    this.#wake()
    while (seconds > Math.min(...this.#reached.values()) + this.#lead) {
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    }
  }

  /** Nobody waits for this track any more. */
  end(track: object): void {
    this.#reached.delete(track)
    this.#wake()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
