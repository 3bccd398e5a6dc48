import test from 'ava'
import { exception } from '../support/exception.js'
import { SUBJECTS } from '../support/subjects.js'

for (const { anchor, open } of SUBJECTS) {
  test(`#close-${anchor}: on an error state, queue and flushes come first, then the error callback`, async t => {
    const { codec, configureUnsupported, feed, hooks, errors, queueSize } = open(t)
    let seen: unknown
    hooks.error = () => {
      seen = { state: codec.state, queueSize: queueSize() }
    }
    configureUnsupported()
    feed(3)
    const outcomes = await Promise.allSettled([codec.flush(), codec.flush()])
    t.deepEqual(seen, { state: 'closed', queueSize: 0 })
    t.is(errors.length, 1)
    t.deepEqual(
      outcomes.map(outcome => outcome.status === 'rejected' && outcome.reason === errors[0]),
      [true, true],
    )
  })

  test(`#close-${anchor}: an error fires the dequeue event that the emptied queue owes`, async t => {
    const { codec, configureUnsupported, feed } = open(t)
    let events = 0
    codec.addEventListener('dequeue', () => {
      events += 1
    })
    configureUnsupported()
    feed(3)
    await t.throwsAsync(codec.flush(), exception('NotSupportedError'))
    await new Promise(setImmediate)
    t.is(events, 1)
  })

  test(`#close-${anchor}: outputs before the error are heard, none after it`, async t => {
    const { codec, configure, configureUnsupported, feed, log } = open(t)
    configure()
    feed(2)
    configureUnsupported()
    feed(2)
    await t.throwsAsync(codec.flush(), exception('NotSupportedError'))
    t.deepEqual(log, ['output 0', 'output 1', 'error NotSupportedError'])
  })
}
