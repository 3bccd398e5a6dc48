import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Argument, type Definition, type Member, parse } from 'webidl2'
import * as webcodecs from '../../index.js'

export type { Member } from 'webidl2'

const DIRECTORY = dirname(createRequire(import.meta.url).resolve('@webref/idl/package.json'))
const FILES = readdirSync(DIRECTORY).filter(file => /^(webcodecs.*|geometry|mediastream-recording)\.idl$/.test(file))
const DEFINITIONS = FILES.flatMap(file => parse(readFileSync(join(DIRECTORY, file), 'utf8')))

// biome-ignore lint/suspicious/noExplicitAny: tests call interfaces in every wrong way
export type InterfaceObject = (new (...args: any[]) => object) & Record<string, any>

const EXPORTS = webcodecs as unknown as Readonly<Record<string, InterfaceObject>>

export interface Interface {
  name: string
  /** What our entry exports under the name. */
  object: InterfaceObject
  inheritance: string | null
  constructors: Member[]
  attributes: Member[]
  operations: Member[]
  statics: Member[]
}

const withMembers = ({ name, inheritance, members }: Definition, object: InterfaceObject): Interface => ({
  name,
  object,
  inheritance,
  constructors: members.filter(({ type }) => type === 'constructor'),
  attributes: members.filter(({ type }) => type === 'attribute'),
  operations: members.filter(({ type, special }) => type === 'operation' && special !== 'static'),
  statics: members.filter(({ special }) => special === 'static'),
})

/** The interfaces of the specification that our entry exports. */
export const INTERFACES: Interface[] = DEFINITIONS.filter(
  ({ type, partial }) => type === 'interface' && !partial,
).flatMap(definition => {
  const object = EXPORTS[definition.name]
  return object ? [withMembers(definition, object)] : []
})

/** A dictionary's members, those of partial dictionaries included, in the order of conversion. */
export function dictionaryMembers(name: string): Member[] {
  return DEFINITIONS.filter(definition => definition.type === 'dictionary' && definition.name === name)
    .flatMap(({ members }) => members)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The values of an enumeration; none when the type is something else. */
export function enumValues(name: unknown): string[] {
  const definition = DEFINITIONS.find(({ type, name: own }) => type === 'enum' && own === name)
  return definition ? definition.values.map(({ value }) => value) : []
}

/** How many arguments an operation, or the shortest of overloads, needs: its function's length. */
export function requiredArguments(...overloads: { arguments: Argument[] }[]): number {
  if (overloads.length === 0) return 0
  return Math.min(...overloads.map(overload => overload.arguments.filter(({ optional }) => !optional).length))
}

export const returnsPromise = ({ idlType }: Member): boolean => idlType.generic === 'Promise'
