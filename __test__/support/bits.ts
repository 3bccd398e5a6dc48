/** Writes fields bit by bit, the highest first. */
export class BitWriter {
  readonly #bits: number[] = []

  /** u(n) */
  put(value: number, count = 1): this {
    for (let bit = count - 1; bit >= 0; bit--) this.#bits.push(Math.floor(value / 2 ** bit) % 2)
    return this
  }

  /** ue(v), Exp-Golomb: H.264 section 9.1. */
  golomb(value: number): this {
    const length = Math.floor(Math.log2(value + 1))
    return this.put(0, length).put(value + 1, length + 1)
  }

  /** Zeros up to the next byte. */
  align(): this {
    while (this.#bits.length % 8 !== 0) this.#bits.push(0)
    return this
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this.put(value, 8)
    return this
  }

  /** What was written, padded with zeros. */
  done(): Uint8Array<ArrayBuffer> {
    this.align()
    return Uint8Array.from({ length: this.#bits.length / 8 }, (_, i) =>
      this.#bits.slice(i * 8, i * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
    )
  }
}

/** Reads them. */
export class BitReader {
  readonly #data: Uint8Array
  position = 0

  constructor(data: Uint8Array) {
    this.#data = data
  }

  /** u(n) */
  take(count = 1): number {
    let value = 0
    for (; count > 0; count--, this.position++) {
      const byte = this.#data[this.position >> 3] ?? 0
      value = value * 2 + ((byte >> (7 - (this.position & 7))) & 1)
    }
    return value
  }
}
