import test from 'ava'
import { dictionaryMembers, enumValues, type Member } from './definitions.js'
import { DICTIONARIES } from './samples.js'

const isEnforced = ({ extAttrs }: Member): boolean => extAttrs.some(({ name }) => name === 'EnforceRange')

const OUT_OF_RANGE: Readonly<Record<string, number[]>> = {
  'unsigned long': [-1, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY],
  'unsigned long long': [-1, 2 ** 53, Number.NaN, Number.NEGATIVE_INFINITY],
  'long long': [-(2 ** 53), 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY],
}

for (const { dictionary, least, convert } of DICTIONARIES) {
  const members = dictionaryMembers(dictionary)
  const named = (name: string) => new RegExp(`\\.${name}\\b`)

  test(`webidl #js-dictionary: ${dictionary}: members are read once each, in lexicographical order`, t => {
    const read: PropertyKey[] = []
    const get = (target: object, key: PropertyKey) => {
      read.push(key)
      return Reflect.get(target, key)
    }
    convert(new Proxy(least(), { get }))
    t.deepEqual(
      read,
      members.map(({ name }) => name),
    )
  })

  test(`webidl #js-dictionary: ${dictionary}: anything but an object, null and undefined is a TypeError`, t => {
    for (const value of [0, 'text', true, 1n, Symbol('s')]) t.throws(() => convert(value), { instanceOf: TypeError })
    const isEmpty = !members.some(({ required }) => required)
    for (const value of [undefined, null]) {
      if (isEmpty) t.notThrows(() => convert(value))
      else t.throws(() => convert(value), { instanceOf: TypeError })
    }
  })

  test(`webidl #js-dictionary: ${dictionary}: what a getter throws comes through`, t => {
    const thrown = new RangeError('of the getter')
    const [first] = members
    const value = Object.defineProperty(least(), first?.name ?? '', {
      get() {
        throw thrown
      },
    })
    t.is(
      t.throws(() => convert(value)),
      thrown,
    )
  })

  for (const member of members) {
    const { name, idlType } = member
    const withValue = (value: unknown) => () => convert({ ...least(), [name]: value })

    if (member.required) {
      test(`webidl #required-dictionary-member: ${dictionary}.${name}`, t => {
        t.throws(withValue(undefined), { instanceOf: TypeError, message: named(name) })
      })
    }
    if (isEnforced(member)) {
      test(`webidl #EnforceRange: ${dictionary}.${name}`, t => {
        for (const value of OUT_OF_RANGE[String(idlType.idlType)] ?? []) {
          t.throws(withValue(value), { instanceOf: TypeError, message: named(name) }, String(value))
        }
        for (const value of [1n, Symbol('s'), {}]) t.throws(withValue(value), { instanceOf: TypeError })
      })
    }
    const values = enumValues(idlType.idlType)
    if (values.length > 0) {
      test(`webidl #es-enumeration: ${dictionary}.${name}`, t => {
        for (const value of values) t.false(isRefused(withValue(value), named(name)), value)
        for (const value of ['', values[0]?.toUpperCase().concat('!'), 0, {}]) {
          t.throws(withValue(value), { instanceOf: TypeError, message: named(name) })
        }
        if (!idlType.nullable) t.throws(withValue(null), { instanceOf: TypeError })
      })
    }
  }
}

/** Whether a TypeError names the member. Other errors are about the value's meaning. */
function isRefused(convert: () => unknown, name: RegExp): boolean {
  try {
    convert()
    return false
  } catch (error) {
    return error instanceof TypeError && name.test(error.message)
  }
}
