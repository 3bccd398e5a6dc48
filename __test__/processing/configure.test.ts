import test from 'ava'
import { VideoDecoder, VideoEncoder } from '../../index.js'
import { exception } from '../support/exception.js'
import { gray } from '../support/frames.js'
import { encodeAll, encoderConfig, recordingEncoder } from '../support/recording.js'
import { SUBJECTS } from '../support/subjects.js'

const noop = () => {}
const detached = () => {
  const buffer = new ArrayBuffer(8)
  structuredClone(null, { transfer: [buffer] })
  return buffer
}

const MALFORMED = {
  VideoEncoder: [
    undefined,
    {},
    { codec: 'vp8' },
    { codec: 'vp8', width: 64 },
    { codec: '', width: 64, height: 48 },
    { codec: ' \t\n', width: 64, height: 48 },
    { codec: 'vp8', width: 0, height: 48 },
    { codec: 'vp8', width: 64, height: 0 },
    { codec: 'vp8', width: -1, height: 48 },
    { codec: 'vp8', width: 2 ** 32, height: 48 },
    { codec: 'vp8', width: 64, height: 48, displayWidth: 0 },
    { codec: 'vp8', width: 64, height: 48, displayHeight: 0 },
    { codec: 'vp8', width: 64, height: 48, bitrate: -1 },
    { codec: 'vp8', width: 64, height: 48, framerate: Number.NaN },
    { codec: 'vp8', width: 64, height: 48, bitrateMode: 'sometimes' },
    { codec: 'vp8', width: 64, height: 48, latencyMode: 'none' },
    { codec: 'vp8', width: 64, height: 48, avc: { format: 'mp4' } },
  ],
  VideoDecoder: [
    undefined,
    {},
    { codec: '' },
    { codec: '  ' },
    { codec: 'vp8', codedWidth: 64 },
    { codec: 'vp8', codedHeight: 64 },
    { codec: 'vp8', codedWidth: 0, codedHeight: 48 },
    { codec: 'vp8', codedWidth: 64, codedHeight: 0 },
    { codec: 'vp8', displayAspectWidth: 16 },
    { codec: 'vp8', displayAspectWidth: 16, displayAspectHeight: 0 },
    { codec: 'vp8', description: detached() },
    { codec: 'vp8', description: 'bytes' },
    { codec: 'vp8', hardwareAcceleration: 'always' },
    { codec: 'vp8', rotation: Number.NaN },
  ],
} as const

for (const { Codec, anchor } of [
  { Codec: VideoEncoder, anchor: 'videoencoder' },
  { Codec: VideoDecoder, anchor: 'videodecoder' },
] as const) {
  test(`#dom-${anchor}-configure: a malformed config is a TypeError at once and changes nothing`, t => {
    const codec = new Codec({ output: noop, error: () => t.fail() })
    for (const config of MALFORMED[Codec.name as keyof typeof MALFORMED]) {
      t.throws(() => codec.configure(config as never), { instanceOf: TypeError }, JSON.stringify(config))
      t.is(codec.state, 'unconfigured')
    }
  })
}

for (const { name, anchor, open } of SUBJECTS) {
  test(`#dom-${anchor}-configure: the state is configured at once`, t => {
    const { codec, configure } = open(t)
    configure()
    t.is(codec.state, 'configured')
  })

  test(`#dom-${anchor}-configure: a config that is not supported comes as NotSupportedError through the error callback`, async t => {
    const { codec, configureUnsupported, errors } = open(t)
    configureUnsupported()
    t.is(codec.state, 'configured')
    const failure = await t.throwsAsync(codec.flush(), exception('NotSupportedError', /vp7/))
    t.is(failure, errors[0])
    t.is(errors.length, 1)
    t.is(codec.state, 'closed')
  })

  test(`#dom-${anchor}-configure: on a closed codec a malformed config is a TypeError, any other an InvalidStateError`, t => {
    const { codec, configure } = open(t)
    codec.close()
    t.throws(() => codec.configure({} as never), { instanceOf: TypeError })
    t.throws(configure, exception('InvalidStateError', new RegExp(name)))
  })
}

test('#dom-videoencoder-configure: later changes of the config object are not seen', async t => {
  const { encoder, packets } = recordingEncoder(t)
  const config = encoderConfig('vp8')
  encoder.configure(config)
  config.width = 32
  encodeAll(encoder, [gray(90)])
  await encoder.flush()
  t.is(packets[0]?.metadata?.decoderConfig?.codedWidth, 64)
})
