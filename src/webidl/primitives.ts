// https://webidl.spec.whatwg.org/#js-type-mapping
import { type Converter, isObject, show } from './converter.js'

/** ToNumber: throws a TypeError of the engine for a bigint or a symbol. */
const toNumber = (value: unknown): number => +(value as number)

export const boolean: Converter<boolean> = value => !!value

// A template, as String() would accept a symbol.
export const domString: Converter<string> = value => `${value as string}`

export const unrestrictedDouble: Converter<number> = value => toNumber(value)

export const double: Converter<number> = (value, context) => {
  const number = toNumber(value)
  if (!Number.isFinite(number)) throw new TypeError(`${context} must be a finite number, got ${show(value)}`)
  return number
}

export const float: Converter<number> = (value, context) => {
  const number = Math.fround(double(value, context))
  if (!Number.isFinite(number)) throw new TypeError(`${context} is too large for a float: ${show(value)}`)
  return number
}

/** Without [EnforceRange]: modulo 2^bits. */
function integer(bits: number, signed: boolean): Converter<number> {
  const modulus = 2 ** bits
  const limit = signed ? modulus / 2 : modulus
  return value => {
    const number = Math.trunc(toNumber(value))
    if (!Number.isFinite(number)) return 0
    const rest = number % modulus
    if (rest >= limit) return rest - modulus
    if (rest < limit - modulus) return rest + modulus
    return rest + 0 // no negative zero
  }
}

/** With [EnforceRange]: a TypeError outside of the type, which for 64 bits ends where doubles are no longer exact. */
function enforced(bits: number, signed: boolean): Converter<number> {
  const safe = bits === 64
  const max = safe ? Number.MAX_SAFE_INTEGER : 2 ** (signed ? bits - 1 : bits) - 1
  const min = signed ? (safe ? -max : -max - 1) : 0
  return (value, context) => {
    const number = Math.trunc(toNumber(value))
    if (number >= min && number <= max) return number + 0 // no negative zero
    throw new TypeError(`${context} must be an integer from ${min} to ${max}, got ${show(value)}`)
  }
}

export const long = integer(32, true)
export const unsignedShort = integer(16, false)
export const unsignedLong = integer(32, false)
export const longLong = integer(64, true)
export const unsignedLongLong = integer(64, false)

export const enforceRange = {
  unsignedLong: enforced(32, false),
  longLong: enforced(64, true),
  unsignedLongLong: enforced(64, false),
}

/** An enum by its values. */
export function oneOf<const Value extends string>(...values: Value[]): Converter<Value> {
  const known: ReadonlySet<string> = new Set(values)
  return (value, context) => {
    const string = domString(value, context)
    if (known.has(string)) return string as Value
    throw new TypeError(`${context} must be one of ${values.map(show).join(', ')}; got ${show(string)}`)
  }
}

export function nullable<Out, In>(inner: Converter<Out, In>): Converter<Out | null, In | null> {
  return (value, context) => (value === null || value === undefined ? null : inner(value, context))
}

/** sequence<T> of any iterable object. The iterator is stepped by hand, as WebIDL does not close it on an error. */
export function sequence<Out, In>(inner: Converter<Out, In>): Converter<Out[], In[]> {
  return (value, context) => {
    const iterate = isObject(value) ? (value as Partial<Iterable<unknown>>)[Symbol.iterator] : undefined
    if (typeof iterate !== 'function')
      throw new TypeError(`${context} must be an array or another iterable object, got ${show(value)}`)
    const iterator = iterate.call(value as Iterable<unknown>)
    const next = () => {
      const step: unknown = iterator.next()
      if (!isObject(step)) throw new TypeError(`${context} has an iterator that gives ${show(step)} for an object`)
      return step as IteratorResult<unknown>
    }
    const items: Out[] = []
    for (let step = next(); !step.done; step = next()) items.push(inner(step.value, `${context}[${items.length}]`))
    return items
  }
}

/** A callback function. Its type is taken on trust, as WebIDL does. */
export function callback<F extends (...args: never[]) => unknown>(): Converter<F> {
  return (value, context) => {
    if (typeof value !== 'function') throw new TypeError(`${context} must be a function, got ${show(value)}`)
    return value as F
  }
}

/** An object that implements the interface `name`, recognised by its private slots. */
export function interfaceType<T extends object>(name: string, has: (value: object) => value is T): Converter<T> {
  return (value, context) => {
    if (isObject(value) && has(value)) return value
    throw new TypeError(`${context} must be a ${name}, got ${show(value)}`)
  }
}
