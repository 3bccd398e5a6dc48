/** The part of webidl2's syntax tree that the tests look at; the package has no typings of its own. */
declare module 'webidl2' {
  export interface Type {
    idlType: string | Type[]
    generic: string
    nullable: boolean
  }
  export interface Argument {
    name: string
    idlType: Type
    optional: boolean
    variadic: boolean
  }
  export interface Member {
    type: 'constructor' | 'attribute' | 'operation' | 'field'
    name: string
    special: string
    readonly: boolean
    required: boolean
    default: unknown
    idlType: Type
    arguments: Argument[]
    extAttrs: { name: string }[]
  }
  export interface Definition {
    type: 'interface' | 'dictionary' | 'enum' | 'callback' | 'typedef'
    name: string
    inheritance: string | null
    partial: boolean
    members: Member[]
    values: { value: string }[]
  }
  export function parse(idl: string): Definition[]
}
