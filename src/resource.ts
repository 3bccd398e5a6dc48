import type { NativeFrame } from './native.js'

/**
 * The media resource of VideoFrames that show the same pixels (https://w3c.github.io/webcodecs/#resource-reference):
 * counts the references and releases the native frame with the last one.
 */
export class Resource {
  readonly native: NativeFrame
  #references = 1

  /** Holds the first reference. */
  constructor(native: NativeFrame) {
    this.native = native
  }

  /** A further reference. */
  retain(): this {
    this.#references += 1
    return this
  }

  /** Gives one reference back. To be called once for each reference. */
  release(): void {
    this.#references -= 1
    if (this.#references === 0) this.native.release()
  }
}
