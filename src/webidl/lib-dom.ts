// The types of a program that has lib.dom (or other global WebCodecs types), where they differ from ours.

/** The global interface `Name`, or never. */
export type Lib<Name extends string> = typeof globalThis extends { [K in Name]: { prototype: infer T } } ? T : never

/**
 * The type of an attribute. lib.dom's enumerations are shorter than the spec's: where a program has lib.dom, attributes
 * have its types, so that our objects can be passed to code written for it; arguments take the spec's types in any case.
 */
export type Attribute<Name extends string, Key extends string, Ours> =
  Lib<Name> extends { [K in Key]: infer T } ? ([Lib<Name>] extends [never] ? Ours : T) : Ours
