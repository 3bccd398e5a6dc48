// https://webidl.spec.whatwg.org/#js-interfaces
// biome-ignore lint/suspicious/noExplicitAny: the constraint that TypeScript wants for "any class"
type Class = new (...args: any[]) => object

/** The public members of a class. Without private ones, so that types of the same shape (lib.dom's) are assignable. */
export type Public<T> = { [K in keyof T]: T[K] }

/** The type of an interface object: statics and constructor of the class that implements it. */
export type Interface<C extends Class, Instance = Public<InstanceType<C>>> = Omit<C, 'prototype'> & {
  new (...args: ConstructorParameters<C>): Instance
  readonly prototype: Instance
}

function makeEnumerable(target: object, keep: (key: string) => boolean): void {
  for (const key of Object.getOwnPropertyNames(target)) {
    if (keep(key)) Object.defineProperty(target, key, { enumerable: true })
  }
}

/**
 * Gives a class what WebIDL wants of an interface: its name, enumerable attributes and operations, the class string.
 * Brand checks are the private slots themselves: getters read one of `this`, methods begin with brand(#slot in this).
 *
 *     class Chunk { #data … }
 *     export const EncodedVideoChunk = idlInterface(Chunk, 'EncodedVideoChunk')
 *     export interface EncodedVideoChunk extends Public<Chunk> {}
 */
export function idlInterface<C extends Class>(implementation: C, name: string): Interface<C> {
  makeEnumerable(implementation.prototype, key => key !== 'constructor')
  makeEnumerable(implementation, key => !['length', 'name', 'prototype'].includes(key))
  Object.defineProperty(implementation, 'name', { value: name })
  Object.defineProperty(implementation.prototype, Symbol.toStringTag, { value: name, configurable: true })
  return implementation as unknown as Interface<C>
}

/**
 * The steps of an operation that returns a promise: what they throw becomes its rejection. Unlike an async function it
 * hands on the very promise, which so settles without further microtasks.
 */
export function promising<T>(steps: () => Promise<T>): Promise<T> {
  try {
    return steps()
  } catch (error) {
    return Promise.reject(error)
  }
}

/** The brand check of an operation, to come before the conversion of its arguments. */
export function brand(hasSlot: boolean): void {
  if (!hasSlot) throw new TypeError('Illegal invocation')
}
