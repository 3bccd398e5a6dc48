import test from 'ava'
import { cloneConfiguration } from '../../src/dictionaries/clone-configuration.js'
import { allowSharedBufferSource, arrayBuffer, bytesOf, isDetached } from '../../src/webidl/buffer-source.js'
import type { Converter } from '../../src/webidl/converter.js'
import { dictionary, optional, required } from '../../src/webidl/dictionary.js'
import * as idl from '../../src/webidl/primitives.js'

const refuses = (convert: Converter<unknown, unknown>, value: unknown) => () => convert(value, 'it')
const typeError = { instanceOf: TypeError } as const

const INTEGERS: [string, Converter<number>, [unknown, number][]][] = [
  [
    'unsigned short',
    idl.unsignedShort,
    [
      [65_536, 0],
      [65_537.9, 1],
      [-1, 65_535],
      ['12', 12],
      [null, 0],
      [undefined, 0],
    ],
  ],
  [
    'long',
    idl.long,
    [
      [2 ** 31, -(2 ** 31)],
      [-1.9, -1],
      [2 ** 32 + 5, 5],
      [-(2 ** 31) - 1, 2 ** 31 - 1],
    ],
  ],
  [
    'unsigned long',
    idl.unsignedLong,
    [
      [-1, 2 ** 32 - 1],
      [2 ** 32, 0],
      [1e300, 0],
      [[7], 7],
    ],
  ],
  [
    'long long',
    idl.longLong,
    [
      [2 ** 63, -(2 ** 63)],
      [-5, -5],
      [2 ** 64, 0],
      [2 ** 53 + 2, 2 ** 53 + 2],
    ],
  ],
  [
    'unsigned long long',
    idl.unsignedLongLong,
    [
      [-(2 ** 63), 2 ** 63],
      [2 ** 64 + 2 ** 12, 2 ** 12],
      [true, 1],
    ],
  ],
]
for (const [name, convert, cases] of INTEGERS) {
  test(`webidl #abstract-opdef-converttoint: ${name} is modulo its range`, t => {
    for (const [value, expected] of cases) t.is(convert(value, 'it'), expected, String(value))
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, -0.5]) {
      t.is(convert(value, 'it'), 0)
    }
    for (const value of [1n, Symbol('s')]) t.throws(refuses(convert, value), typeError)
  })
}

test('webidl #EnforceRange: cuts fractions off and knows no negative zero', t => {
  t.is(idl.enforceRange.unsignedLong(4.9, 'it'), 4)
  t.is(idl.enforceRange.unsignedLong(-0.9, 'it'), 0)
  t.is(idl.enforceRange.longLong(-(2 ** 53) + 1, 'it'), -(2 ** 53) + 1)
  t.is(idl.enforceRange.unsignedLongLong({ valueOf: () => 3 }, 'it'), 3)
})

test('webidl #js-double: finite numbers only, unless unrestricted', t => {
  t.is(idl.double('1.5', 'it'), 1.5)
  t.is(idl.float(0.1, 'it'), Math.fround(0.1))
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 'x', undefined, 1n, Symbol('s')]) {
    t.throws(refuses(idl.double, value), typeError)
    t.throws(refuses(idl.float, value), typeError)
  }
  t.throws(refuses(idl.float, 1e300), typeError)
  t.is(idl.unrestrictedDouble(undefined, 'it'), Number.NaN)
})

test('webidl #js-DOMString: anything but a symbol has one', t => {
  t.is(idl.domString(null, 'it'), 'null')
  t.is(idl.domString({ toString: () => 'own' }, 'it'), 'own')
  t.throws(refuses(idl.domString, Symbol('s')), typeError)
})

test('webidl #js-boolean: is truth', t => {
  t.deepEqual(
    ['', 'false', 0, 1n, null, {}].map(value => idl.boolean(value, 'it')),
    [false, true, false, true, false, true],
  )
})

test('webidl #js-nullable-type: null for null and undefined', t => {
  const convert = idl.nullable(idl.unsignedShort)
  t.deepEqual(
    [null, undefined, 0].map(value => convert(value, 'it')),
    [null, null, 0],
  )
})

test('webidl #js-sequence: any iterable object, asked once for its iterator', t => {
  const convert = idl.sequence(idl.unsignedLong)
  t.deepEqual(convert(new Set(['1', 2]), 'it'), [1, 2])
  t.deepEqual(convert(Object('12'), 'it'), [1, 2])
  let asked = 0
  const iterable = {
    get [Symbol.iterator]() {
      asked += 1
      return () => [5].values()
    },
  }
  t.deepEqual(convert(iterable, 'it'), [5])
  t.is(asked, 1)
  for (const value of [undefined, null, '12', 12, {}, { length: 1, 0: 1 }, { [Symbol.iterator]: 1 }]) {
    t.throws(refuses(convert, value), typeError)
  }
  t.throws(refuses(convert, { [Symbol.iterator]: () => ({ next: () => 1 }) }), typeError)
  t.throws(refuses(idl.sequence(idl.double), [0, 'x']), { instanceOf: TypeError, message: /it\[1\]/ })
})

test('webidl #js-callback-function: functions only', t => {
  const convert = idl.callback<() => void>()
  const noop = () => {}
  t.is(convert(noop, 'it'), noop)
  for (const value of [undefined, null, {}, { handleEvent: noop }]) t.throws(refuses(convert, value), typeError)
})

test('webidl #js-dictionary: missing members stay missing, defaults are new each time, messages name the path', t => {
  const Inner = dictionary('Inner', { depth: required(idl.enforceRange.unsignedLong) })
  const Outer = dictionary('Outer', {
    plain: optional(idl.domString),
    list: optional(idl.sequence(idl.double), []),
    inner: optional(Inner),
  })
  t.deepEqual(Outer(null, 'it'), { list: [] })
  t.deepEqual(Outer({ plain: undefined, extra: 1 }, 'it'), { list: [] })
  t.not(Outer({}, 'it').list, Outer({}, 'it').list)
  t.deepEqual(Outer(Object.create({ plain: 'inherited' }), 'it'), { plain: 'inherited', list: [] })
  t.deepEqual(
    Outer(() => {}, 'it'),
    { list: [] },
  )
  const call = 'Codec.configure(): config'
  t.throws(() => Outer({ inner: {} }, call), {
    instanceOf: TypeError,
    message: `${call}.inner.depth is required by Inner`,
  })
  t.throws(() => Outer({ inner: { depth: -1 } }, call), {
    instanceOf: TypeError,
    message: `${call}.inner.depth must be an integer from 0 to 4294967295, got -1`,
  })
})

test('webidl #js-buffer-source-types: buffers and views of this and other realms, not resizable ones', async t => {
  const { runInNewContext } = await import('node:vm')
  for (const source of [
    'new ArrayBuffer(3)',
    'new SharedArrayBuffer(3)',
    'new Uint8Array(3)',
    'new DataView(new ArrayBuffer(3))',
  ]) {
    const value = runInNewContext(source)
    t.is(allowSharedBufferSource(value, 'it'), value)
    t.is(bytesOf(value).byteLength, 3)
  }
  const resizable = Reflect.construct(ArrayBuffer, [1, { maxByteLength: 2 }])
  const growable = Reflect.construct(SharedArrayBuffer, [1, { maxByteLength: 2 }])
  for (const value of [resizable, growable, new Uint8Array(resizable), new Uint8Array(growable), [1], null, 'x', {}]) {
    t.throws(refuses(allowSharedBufferSource, value), typeError)
  }
  for (const value of [new SharedArrayBuffer(1), new Uint8Array(1), resizable])
    t.throws(refuses(arrayBuffer, value), typeError)
})

test('webidl #buffersource-detached: is told from an empty buffer', t => {
  const buffer = new ArrayBuffer(4)
  const sources = [buffer, new Uint8Array(buffer), new DataView(buffer)]
  t.deepEqual(sources.map(isDetached), [false, false, false])
  structuredClone(null, { transfer: [buffer] })
  t.deepEqual(sources.map(isDetached), [true, true, true])
  t.deepEqual(
    sources.map(source => bytesOf(source).byteLength),
    [0, 0, 0],
  )
  t.deepEqual([new ArrayBuffer(0), new Uint8Array(), new SharedArrayBuffer(0)].map(isDetached), [false, false, false])
})

test('#clone-config: copies deeply, bytes too', t => {
  const bytes = Uint8Array.of(1, 2, 3)
  const config = { codec: 'x', flip: false, avc: { format: 'avc' }, list: [{ a: 1 }], description: bytes.subarray(1) }
  const clone = cloneConfiguration(config)
  t.deepEqual(clone, config)
  bytes.fill(0)
  clone.avc.format = 'annexb'
  t.deepEqual([...clone.description], [2, 3])
  t.is(clone.description.buffer.byteLength, 2)
  t.is(config.avc.format, 'avc')
  t.deepEqual(cloneConfiguration({ description: Uint8Array.of(7).buffer }), { description: Uint8Array.of(7).buffer })
})
