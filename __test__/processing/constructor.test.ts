import test from 'ava'
import { SUBJECTS } from '../support/subjects.js'

const noop = () => {}

for (const { anchor, queueSize, construct } of SUBJECTS) {
  test(`#dom-${anchor}-${anchor}: a bad init is a TypeError that names what is wrong`, t => {
    t.throws(() => construct(), { instanceOf: TypeError })
    t.throws(() => construct({ output: noop }), { instanceOf: TypeError, message: /error/ })
    t.throws(() => construct({ error: noop }), { instanceOf: TypeError, message: /output/ })
    t.throws(() => construct({ output: noop, error: 'no function' }), { instanceOf: TypeError, message: /error/ })
    t.throws(() => construct({ output: {}, error: noop }), { instanceOf: TypeError, message: /output/ })
  })

  test(`#dom-${anchor}-${anchor}: cannot be called without new`, t => {
    const Codec = construct({ output: noop, error: noop }).constructor
    t.throws(() => Reflect.apply(Codec, undefined, [{ output: noop, error: noop }]), { instanceOf: TypeError })
  })

  test(`#dom-${anchor}-state: a new codec is unconfigured, with an empty queue and no handler`, t => {
    const codec = construct({ output: noop, error: noop })
    t.is(codec.state, 'unconfigured')
    t.is(Reflect.get(codec, queueSize), 0)
    t.is(codec.ondequeue, null)
    t.true(codec instanceof EventTarget)
  })
}
