/**
 * The media resource that VideoFrames or AudioData share (https://w3c.github.io/webcodecs/#resource-reference):
 * counts the references and releases what is native with the last one.
 */
export class Resource<Native extends { release(): void }> {
  readonly native: Native
  #references = 1

  /** Holds the first reference. */
  constructor(native: Native) {
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
