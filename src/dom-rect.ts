import { DOMRectInit } from './dictionaries/dom-rect-init.js'
import { type Interface, idlInterface, type Public } from './webidl/interface.js'
import { unrestrictedDouble } from './webidl/primitives.js'

/** A rectangle. https://drafts.csswg.org/geometry-1/#DOMRect */
class Rect {
  readonly #x: number
  readonly #y: number
  readonly #width: number
  readonly #height: number

  constructor(x = 0, y = 0, width = 0, height = 0) {
    this.#x = unrestrictedDouble(x, 'x')
    this.#y = unrestrictedDouble(y, 'y')
    this.#width = unrestrictedDouble(width, 'width')
    this.#height = unrestrictedDouble(height, 'height')
  }

  static fromRect(other: DOMRectInit = {}): DOMRectReadOnly {
    const { x, y, width, height } = DOMRectInit(other, 'DOMRectReadOnly.fromRect(): other')
    return new Rect(x, y, width, height)
  }

  get x(): number {
    return this.#x
  }

  get y(): number {
    return this.#y
  }

  get width(): number {
    return this.#width
  }

  get height(): number {
    return this.#height
  }

  get top(): number {
    return Math.min(this.#y, this.#y + this.#height)
  }

  get right(): number {
    return Math.max(this.#x, this.#x + this.#width)
  }

  get bottom(): number {
    return Math.max(this.#y, this.#y + this.#height)
  }

  get left(): number {
    return Math.min(this.#x, this.#x + this.#width)
  }

  /** All attributes as a plain object. */
  toJSON(): { [Key in 'x' | 'y' | 'width' | 'height' | 'top' | 'right' | 'bottom' | 'left']: number } {
    const { left, top, right, bottom } = this
    return { x: this.#x, y: this.#y, width: this.#width, height: this.#height, top, right, bottom, left }
  }
}

/** Ours, for runtimes without one. */
export const OwnDOMRectReadOnly = idlInterface(Rect, 'DOMRectReadOnly')

/** The runtime's own, or ours where it has none (Node). */
export const DOMRectReadOnly: Interface<typeof Rect> =
  (globalThis as { DOMRectReadOnly?: Interface<typeof Rect> }).DOMRectReadOnly ?? OwnDOMRectReadOnly
export interface DOMRectReadOnly extends Public<Rect> {}
