import test from 'ava'
import { exception } from '../support/exception.js'
import { SUBJECTS } from '../support/subjects.js'

for (const { anchor, open } of SUBJECTS) {
  test(`#dom-${anchor}-reset: makes the codec unconfigured at once, also one that never was configured`, t => {
    const { codec, configure, feed, queueSize } = open(t)
    codec.reset()
    t.is(codec.state, 'unconfigured')
    configure()
    feed(3)
    codec.reset()
    t.is(codec.state, 'unconfigured')
    t.is(queueSize(), 0)
    t.throws(() => feed(1), exception('InvalidStateError'))
  })

  test(`#dom-${anchor}-reset: no output of before is heard after it, and the next configure() starts afresh`, async t => {
    const { codec, configure, feed, log } = open(t)
    configure()
    feed(10)
    codec.reset()
    configure()
    feed(2)
    await codec.flush()
    t.deepEqual(log, ['output 10', 'output 11'])
  })

  test(`#dom-${anchor}-reset: called by the output callback, it is the last output`, async t => {
    const { codec, configure, feed, hooks, log } = open(t)
    hooks.output = () => codec.reset()
    configure()
    feed(10)
    await t.throwsAsync(codec.flush(), exception('AbortError'))
    t.deepEqual(log, ['output 0'])
  })

  test(`#dom-${anchor}-close: closes at once and for good, without an error callback`, t => {
    const { codec, configure, feed, errors, queueSize } = open(t)
    configure()
    feed(3)
    codec.close()
    t.is(codec.state, 'closed')
    t.is(queueSize(), 0)
    t.throws(() => feed(1), exception('InvalidStateError'))
    for (const method of ['reset', 'close'] as const) {
      t.throws(() => codec[method](), exception('InvalidStateError'))
    }
    t.throws(configure, exception('InvalidStateError'))
    t.deepEqual(errors, [])
  })

  test(`#dom-${anchor}-close: nothing is heard after it`, async t => {
    const { codec, configure, feed, log } = open(t)
    const other = open(t)
    configure()
    feed(5)
    codec.close()
    other.configure()
    other.feed(5)
    await other.codec.flush()
    t.deepEqual(log, [])
  })

  test(`#dom-${anchor}-close: closes a codec that was never configured`, t => {
    const { codec } = open(t)
    codec.close()
    t.is(codec.state, 'closed')
  })
}
