import test from 'ava'
import { VideoDecoder, VideoEncoder } from '../../index.js'

const CODECS = [
  { Codec: VideoEncoder, anchor: 'videoencoder', queueSize: 'encodeQueueSize' },
  { Codec: VideoDecoder, anchor: 'videodecoder', queueSize: 'decodeQueueSize' },
] as const

const noop = () => {}

for (const { Codec, anchor, queueSize } of CODECS) {
  const construct = (init: unknown) => Reflect.construct(Codec, [init])

  test(`#dom-${anchor}-${anchor}: a bad init is a TypeError that names what is wrong`, t => {
    t.throws(() => Reflect.construct(Codec, []), { instanceOf: TypeError })
    t.throws(() => construct({ output: noop }), { instanceOf: TypeError, message: /error/ })
    t.throws(() => construct({ error: noop }), { instanceOf: TypeError, message: /output/ })
    t.throws(() => construct({ output: noop, error: 'no function' }), { instanceOf: TypeError, message: /error/ })
    t.throws(() => construct({ output: {}, error: noop }), { instanceOf: TypeError, message: /output/ })
  })

  test(`#dom-${anchor}-${anchor}: cannot be called without new`, t => {
    t.throws(() => Reflect.apply(Codec as never, undefined, [{ output: noop, error: noop }]), { instanceOf: TypeError })
  })

  test(`#dom-${anchor}-state: a new codec is unconfigured, with an empty queue and no handler`, t => {
    const codec = construct({ output: noop, error: noop })
    t.is(codec.state, 'unconfigured')
    t.is(codec[queueSize], 0)
    t.is(codec.ondequeue, null)
    t.true(codec instanceof EventTarget)
  })
}
