import test from 'ava'
import { exception } from '../support/exception.js'
import { SUBJECTS } from '../support/subjects.js'

for (const { name, anchor, open } of SUBJECTS) {
  test(`#dom-${anchor}-flush: resolves with undefined after the last output`, async t => {
    const { codec, configure, feed, log } = open(t)
    configure()
    feed(5)
    await codec.flush().then(value => log.push(`flushed ${value}`))
    t.deepEqual(log, ['output 0', 'output 1', 'output 2', 'output 3', 'output 4', 'flushed undefined'])
  })

  test(`#dom-${anchor}-flush: several may be pending; each resolves after the outputs before it`, async t => {
    const { codec, configure, feed, log } = open(t)
    configure()
    const flushes: Promise<unknown>[] = []
    for (const label of ['a', 'b', 'c']) {
      feed(2)
      flushes.push(codec.flush().then(() => log.push(label)))
    }
    await Promise.all(flushes)
    t.deepEqual(log, ['output 0', 'output 1', 'a', 'output 2', 'output 3', 'b', 'output 4', 'output 5', 'c'])
  })

  test(`#dom-${anchor}-flush: without work resolves, each time with a promise of its own`, async t => {
    const { codec, configure, log } = open(t)
    configure()
    const [a, b] = [codec.flush(), codec.flush()]
    t.not(a, b)
    await Promise.all([a, b])
    t.deepEqual(log, [])
  })

  test(`#dom-${anchor}-flush: rejects with InvalidStateError when unconfigured or closed`, async t => {
    const { codec } = open(t)
    await t.throwsAsync(codec.flush(), exception('InvalidStateError', new RegExp(`${name}.*unconfigured`)))
    codec.close()
    await t.throwsAsync(codec.flush(), exception('InvalidStateError', /closed/))
  })

  for (const method of ['reset', 'close'] as const) {
    test(`#dom-${anchor}-${method}: rejects every pending flush with one AbortError`, async t => {
      const { codec, configure, feed, errors, log } = open(t)
      configure()
      feed(10)
      const flushes = [codec.flush(), codec.flush(), codec.flush()]
      codec[method]()
      const outcomes = await Promise.allSettled(flushes)
      const reasons = outcomes.map(outcome => (outcome.status === 'rejected' ? outcome.reason : undefined))
      t.true(reasons[0] instanceof DOMException)
      t.is(reasons[0].name, 'AbortError')
      t.deepEqual(reasons, [reasons[0], reasons[0], reasons[0]])
      t.deepEqual(errors, [])
      t.deepEqual(log, [])
    })
  }

  for (const method of ['reset', 'close'] as const) {
    test(`#dom-${anchor}-${method}: the rejection is heard before microtasks that are queued after it`, async t => {
      const { codec, configure, log } = open(t)
      configure()
      const heard = codec.flush().catch(() => log.push('rejected'))
      codec[method]()
      await Promise.all([heard, Promise.resolve().then(() => log.push('later'))])
      t.deepEqual(log, ['rejected', 'later'])
    })
  }

  test(`#dom-${anchor}-flush: work goes on after it`, async t => {
    const { codec, configure, feed, log } = open(t)
    configure()
    for (let i = 0; i < 3; i++) {
      feed(1)
      await codec.flush()
    }
    t.deepEqual(log, ['output 0', 'output 1', 'output 2'])
  })
}
