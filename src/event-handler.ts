import { isObject } from './webidl/converter.js'

/**
 * An event handler IDL attribute such as `ondequeue` (HTML, section "Event handlers"): it takes its place among the
 * listeners when it is set, keeps it while it is replaced by another handler, and gives it up when it is set to null.
 * A handler that returns false cancels the event.
 */
export class EventHandler {
  readonly #target: EventTarget
  readonly #type: string
  #value: object | null = null

  constructor(target: EventTarget, type: string) {
    this.#target = target
    this.#type = type
  }

  get value(): object | null {
    return this.#value
  }

  /** Anything but an object is null; an object that cannot be called is kept and never called. */
  set value(value: unknown) {
    this.#value = isObject(value) ? value : null
    if (this.#value) this.#target.addEventListener(this.#type, this.#listener)
    else this.#target.removeEventListener(this.#type, this.#listener)
  }

  readonly #listener = (event: Event): void => {
    if (typeof this.#value !== 'function') return
    if (Reflect.apply(this.#value, this.#target, [event]) === false) event.preventDefault()
  }
}
