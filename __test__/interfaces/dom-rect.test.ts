import test from 'ava'
import { DOMRectReadOnly } from '../../index.js'
import { OwnDOMRectReadOnly } from '../../src/dom-rect.js'

test('geometry-1 #DOMRect: is the one of the runtime where it has one', t => {
  const native = (globalThis as { DOMRectReadOnly?: unknown }).DOMRectReadOnly
  t.is(DOMRectReadOnly.name, 'DOMRectReadOnly')
  if (native) t.is(DOMRectReadOnly as unknown, native)
})

test('geometry-1 #DOMRect: ours has the edges, also of negative sizes', t => {
  const all = (x?: number, y?: number, width?: number, height?: number) =>
    new OwnDOMRectReadOnly(x, y, width, height).toJSON()
  t.deepEqual(all(1, 2, 3, 4), { x: 1, y: 2, width: 3, height: 4, top: 2, right: 4, bottom: 6, left: 1 })
  t.deepEqual(all(1, 2, -3, -4), { x: 1, y: 2, width: -3, height: -4, top: -2, right: 1, bottom: 2, left: -2 })
  t.deepEqual(all(), { x: 0, y: 0, width: 0, height: 0, top: 0, right: 0, bottom: 0, left: 0 })
  t.deepEqual(Object.keys(all()), ['x', 'y', 'width', 'height', 'top', 'right', 'bottom', 'left'])
})

test('geometry-1 #dom-domrectreadonly-fromrect: of any object, by default empty', t => {
  const { x, y, width, height } = OwnDOMRectReadOnly.fromRect({ y: 2, width: Number.POSITIVE_INFINITY })
  t.deepEqual([x, y, width, height], [0, 2, Number.POSITIVE_INFINITY, 0])
  t.is(OwnDOMRectReadOnly.fromRect().width, 0)
  t.throws(() => OwnDOMRectReadOnly.fromRect(1 as never), { instanceOf: TypeError })
})
