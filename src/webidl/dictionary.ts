// https://webidl.spec.whatwg.org/#js-dictionary
import { type Converter, isObject, show } from './converter.js'

export interface Member<C, Kind> {
  readonly convert: C
  readonly kind: Kind
  readonly fallback?: unknown
}
type AnyConverter = Converter<unknown, unknown>
type Members = Readonly<Record<string, Member<AnyConverter, 'required' | 'optional' | 'defaulted'>>>

type In<M> = M extends Member<Converter<unknown, infer T>, unknown> ? T : never
type Out<M> = M extends Member<Converter<infer T, unknown>, unknown> ? T : never
/** The member's name, if it is of one of the kinds. (Mapping over keyof M keeps the members' docstrings.) */
type If<M, K extends keyof M, Kind> = M[K] extends Member<unknown, Kind> ? K : never
type Flat<T> = { [K in keyof T]: T[K] }

type Input<M> = Flat<
  { -readonly [K in keyof M as If<M, K, 'required'>]: In<M[K]> } & {
    -readonly [K in keyof M as If<M, K, 'optional' | 'defaulted'>]?: In<M[K]>
  }
>
type Output<M> = Flat<
  { -readonly [K in keyof M as If<M, K, 'required' | 'defaulted'>]: Out<M[K]> } & {
    -readonly [K in keyof M as If<M, K, 'optional'>]?: Out<M[K]>
  }
>

/** The converter of a dictionary with the members `M`. */
export interface Dictionary<M> extends Converter<Output<M>, Input<M>> {}

/** A member that must be there. */
export function required<C extends AnyConverter>(convert: C): Member<C, 'required'> {
  return { convert, kind: 'required' }
}

/** A member that may be missing, or has the default `fallback`. */
export function optional<C extends AnyConverter>(convert: C): Member<C, 'optional'>
export function optional<C extends AnyConverter>(convert: C, fallback: unknown): Member<C, 'defaulted'>
export function optional(convert: AnyConverter, fallback?: unknown): Member<AnyConverter, 'optional' | 'defaulted'> {
  return { convert, kind: fallback === undefined ? 'optional' : 'defaulted', fallback }
}

/**
 * A dictionary type. Members are read in lexicographical order, each converted before the next one is read; what is
 * missing without a default is missing in the result too.
 */
export function dictionary<const M extends Members>(name: string, members: M): Dictionary<M> {
  const entries = Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))
  return (value, context) => {
    if (value !== undefined && value !== null && !isObject(value)) {
      throw new TypeError(`${context} must be a ${name} object, got ${show(value)}`)
    }
    const source = value as Record<string, unknown> | null | undefined
    const result: Record<string, unknown> = {}
    for (const [key, { convert, kind, fallback }] of entries) {
      const given = source?.[key]
      const member = given === undefined ? fallback : given
      if (member !== undefined) result[key] = convert(member, `${context}.${key}`)
      else if (kind === 'required') throw new TypeError(`${context}.${key} is required by ${name}`)
    }
    return result as Output<M>
  }
}
