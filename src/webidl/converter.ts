/**
 * Turns a JavaScript value into its WebIDL value, or throws a TypeError.
 * `context` names the place for messages: "VideoEncoder.configure(): config", to which dictionaries add ".member"
 * and sequences "[index]". `In` is the type that callers may pass, `Out` what they get after defaults were applied.
 */
export interface Converter<out Out, out In = Out> {
  (value: unknown, context: string): Out
  /** Exists in types only. */
  readonly input?: In
}

/** The public IDL type of a converter: what users pass. Members with a default are optional in it. */
export type Idl<C> = C extends Converter<unknown, infer In> ? In : never

/** The type after conversion: members with a default are always there. */
export type Converted<C> = C extends Converter<infer Out, unknown> ? Out : never

/** How a bad value is shown in a message: short, and never by calling into it. */
export function show(value: unknown): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`
    case 'bigint':
      return `${value}n`
    case 'object':
    case 'function':
      return `a${typeof value === 'object' ? 'n object' : ' function'}`
    default:
      return String(value)
  }
}

/** Whether WebIDL calls the value an object. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
