import test, { type ExecutionContext } from 'ava'
import { INTERFACES, requiredArguments, returnsPromise } from './definitions.js'
import { INSTANCES } from './samples.js'

const NAMES = [
  ...['AudioData', 'AudioDecoder', 'AudioEncoder', 'EncodedAudioChunk'],
  ...['DOMRectReadOnly', 'EncodedVideoChunk', 'VideoColorSpace', 'VideoDecoder', 'VideoEncoder', 'VideoFrame'],
]

const descriptorOf = (target: object, key: PropertyKey): PropertyDescriptor =>
  Object.getOwnPropertyDescriptor(target, key) ?? {}

const enumerableNames = (target: object): string[] => Object.keys(target).sort()

test('webidl #es-interfaces: the interfaces that exist are looked at', t => {
  const names = INTERFACES.map(({ name }) => name)
  for (const name of NAMES) t.true(names.includes(name), name)
  for (const name of names) t.truthy(INSTANCES[name], `an instance of ${name}`)
})

for (const { name, object, inheritance, constructors, attributes, operations, statics } of INTERFACES) {
  const prototype = object.prototype as Record<string, unknown> & object
  const instance = () => INSTANCES[name]?.() ?? {}
  const least = requiredArguments(...constructors)

  test(`webidl #interface-object: ${name}`, t => {
    t.is(object.name, name)
    t.is(object.length, least)
    t.like(descriptorOf(object, 'prototype'), { writable: false, enumerable: false, configurable: false })
    t.like(descriptorOf(object, 'name'), { writable: false, enumerable: false, configurable: true })
    t.like(descriptorOf(object, 'length'), { writable: false, enumerable: false, configurable: true })
    const parent = inheritance ? Reflect.get(globalThis, inheritance) : Function.prototype
    t.is(Object.getPrototypeOf(object), parent)
  })

  test(`webidl #create-an-interface-object: ${name} is a constructor that wants new and ${least} arguments`, t => {
    t.throws(() => Reflect.apply(object, undefined, [{}, {}]), { instanceOf: TypeError })
    if (least > 0) t.throws(() => new object(), { instanceOf: TypeError })
    t.true(instance() instanceof object)
  })

  test(`webidl #interface-prototype-object: ${name}`, t => {
    t.is(Object.prototype.toString.call(instance()), `[object ${name}]`)
    t.deepEqual(descriptorOf(prototype, Symbol.toStringTag), {
      value: name,
      writable: false,
      enumerable: false,
      configurable: true,
    })
    t.like(descriptorOf(prototype, 'constructor'), { value: object, enumerable: false })
    t.deepEqual(enumerableNames(prototype), [...attributes, ...operations].map(member => member.name).sort())
    t.deepEqual(enumerableNames(object), statics.map(member => member.name).sort())
    t.deepEqual(Object.getOwnPropertyNames(instance()), [])
  })

  for (const attribute of attributes) {
    test(`webidl #define-the-attributes: ${name}.${attribute.name}`, t => {
      const { get, set, enumerable, configurable } = descriptorOf(prototype, attribute.name)
      t.true(enumerable && configurable)
      t.is(get?.name, `get ${attribute.name}`)
      t.is(get?.length, 0)
      t.is(set?.length, attribute.readonly ? undefined : 1)
      for (const wrong of [undefined, {}, prototype, Object.create(prototype), new Proxy(instance(), {})]) {
        t.throws(() => Reflect.apply(get as never, wrong, []), { instanceOf: TypeError })
        if (set) t.throws(() => Reflect.apply(set, wrong, [null]), { instanceOf: TypeError })
      }
      t.notThrows(() => Reflect.apply(get as never, instance(), []))
    })
  }

  for (const operation of [...operations, ...statics]) {
    const isStatic = operation.special === 'static'
    const least = requiredArguments(operation)
    const fails = async (t: ExecutionContext, call: () => unknown) => {
      if (returnsPromise(operation)) await t.throwsAsync(() => call() as Promise<unknown>, { instanceOf: TypeError })
      else t.throws(call, { instanceOf: TypeError })
    }

    test(`webidl #define-the-operations: ${name}.${operation.name}()`, async t => {
      const descriptor = descriptorOf(isStatic ? object : prototype, operation.name)
      t.like(descriptor, { writable: true, enumerable: true, configurable: true })
      t.is(descriptor.value.name, operation.name)
      t.is(descriptor.value.length, least)
      t.false('prototype' in descriptor.value)
      if (least > 0) await fails(t, () => Reflect.apply(descriptor.value, instance(), []))
    })

    if (isStatic) continue
    test(`webidl #dfn-create-operation-function: ${name}.${operation.name}() of another object`, async t => {
      const method = prototype[operation.name] as () => unknown
      const converted: string[] = []
      const argument = new Proxy({}, { get: (_, key) => converted.push(String(key)) })
      for (const wrong of [undefined, {}, prototype, Object.create(prototype), new Proxy(instance(), {})]) {
        await fails(t, () => Reflect.apply(method, wrong, [argument, argument]))
      }
      t.deepEqual(converted, [], 'arguments are not looked at')
    })
  }
}
