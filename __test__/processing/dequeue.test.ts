import test from 'ava'
import { exception } from '../support/exception.js'
import { once } from '../support/recording.js'
import { SUBJECTS } from '../support/subjects.js'

for (const { anchor, queueSize: member, open } of SUBJECTS) {
  const queueAnchor = `#dom-${anchor}-${member.toLowerCase()}`

  test(`${queueAnchor}: counts what is queued, and is 0 after flush()`, async t => {
    const { codec, configure, feed, queueSize } = open(t)
    configure()
    feed(3)
    t.is(queueSize(), 3)
    feed(2)
    t.is(queueSize(), 5)
    await codec.flush()
    t.is(queueSize(), 0)
  })

  test(`${queueAnchor}: falls while work goes on, never below 0`, async t => {
    const { codec, configure, feed, queueSize } = open(t)
    const sizes: number[] = []
    codec.addEventListener('dequeue', () => sizes.push(queueSize()))
    configure()
    feed(20)
    await codec.flush()
    t.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    )
    t.true(sizes.every(size => size >= 0 && size < 20))
  })

  test(`#eventdef-${anchor}-dequeue: fires once or more for many decreases, and not again for none`, async t => {
    const { codec, configure, feed } = open(t)
    let events = 0
    codec.addEventListener('dequeue', () => {
      events += 1
    })
    configure()
    feed(30)
    await codec.flush()
    await new Promise(setImmediate)
    t.true(events >= 1 && events <= 30)
    const before = events
    await codec.flush()
    await new Promise(setImmediate)
    t.is(events, before)
  })

  test(`#eventdef-${anchor}-dequeue: comes before the output and the flush that follow the decrease`, async t => {
    const { codec, configure, feed, log, queueSize } = open(t)
    codec.addEventListener('dequeue', () => log.push(`dequeue ${queueSize()}`))
    configure()
    feed(1)
    await codec.flush().then(() => log.push('flushed'))
    t.deepEqual(log, ['dequeue 0', 'output 0', 'flushed'])
  })

  for (const method of ['reset', 'close'] as const) {
    test(`#dom-${anchor}-${method}: called by a dequeue listener, no output comes after it`, async t => {
      const { codec, configure, feed, log } = open(t)
      codec.addEventListener('dequeue', () => codec[method](), { once: true })
      configure()
      feed(1)
      await t.throwsAsync(codec.flush(), exception('AbortError'))
      t.deepEqual(log, [])
    })
  }

  test(`#eventdef-${anchor}-dequeue: is a plain event at the codec`, async t => {
    const { codec, configure, feed } = open(t)
    configure()
    feed(1)
    const event = await once(codec, 'dequeue')
    t.is(event.type, 'dequeue')
    t.is(event.target, codec)
    t.false(event.bubbles)
    t.false(event.cancelable)
  })

  for (const method of ['reset', 'close'] as const) {
    test(`#dom-${anchor}-${method}: empties the queue and fires the one dequeue event that it owes`, async t => {
      const { codec, configure, feed, queueSize } = open(t)
      let events = 0
      codec.addEventListener('dequeue', () => {
        events += 1
      })
      configure()
      feed(10)
      codec[method]()
      t.is(queueSize(), 0)
      t.is(events, 0)
      await once(codec, 'dequeue')
      await new Promise(setImmediate)
      t.is(events, 1)
    })

    test(`#dom-${anchor}-${method}: fires no dequeue event when the queue was empty`, async t => {
      const { codec, configure } = open(t)
      codec.addEventListener('dequeue', () => t.fail())
      configure()
      codec[method]()
      await new Promise(setImmediate)
      await new Promise(setImmediate)
      t.pass()
    })
  }

  test(`#dom-${anchor}-ondequeue: keeps functions and objects, and makes null of anything else`, t => {
    const { codec } = open(t)
    const handler = () => {}
    const object = { handleEvent: () => t.fail() }
    codec.ondequeue = handler
    t.is(codec.ondequeue, handler)
    codec.ondequeue = object as never
    t.is(codec.ondequeue as unknown, object)
    codec.dispatchEvent(new Event('dequeue'))
    for (const value of [undefined, 'text', 1, Symbol('s'), true]) {
      codec.ondequeue = value as never
      t.is(codec.ondequeue as unknown, null)
    }
  })

  test(`#dom-${anchor}-ondequeue: cancels the event by returning false, and by nothing else`, t => {
    const { codec } = open(t)
    for (const value of [false, undefined, 0, null, '']) {
      codec.ondequeue = () => value
      t.is(codec.dispatchEvent(new Event('dequeue', { cancelable: true })), value !== false)
    }
  })

  test(`#dom-${anchor}-ondequeue: is called with the codec as this, in the place it was first set`, t => {
    const { codec } = open(t)
    const calls: string[] = []
    codec.addEventListener('dequeue', () => calls.push('first'))
    codec.ondequeue = () => calls.push('replaced')
    codec.addEventListener('dequeue', () => calls.push('last'))
    codec.ondequeue = function (this: unknown, event: Event) {
      calls.push('handler')
      t.is(this, codec)
      t.is(event.type, 'dequeue')
    }
    codec.dispatchEvent(new Event('dequeue'))
    t.deepEqual(calls, ['first', 'handler', 'last'])
    codec.ondequeue = null
    codec.dispatchEvent(new Event('dequeue'))
    t.deepEqual(calls.slice(3), ['first', 'last'])
  })
}
