import test from 'ava'
import { blocks } from '../support/blocks.js'
import { exception } from '../support/exception.js'
import { gray } from '../support/frames.js'
import { encodeAll, encoderConfig, recordingAudioEncoder, recordingEncoder } from '../support/recording.js'
import { SUBJECTS } from '../support/subjects.js'

const detached = () => {
  const buffer = new ArrayBuffer(8)
  structuredClone(null, { transfer: [buffer] })
  return buffer
}

const AUDIO = { sampleRate: 48_000, numberOfChannels: 2 }

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
  AudioEncoder: [
    undefined,
    {},
    { codec: 'opus' },
    { codec: 'opus', sampleRate: 48_000 },
    { codec: 'opus', numberOfChannels: 2 },
    { codec: '', ...AUDIO },
    { codec: ' \t\n', ...AUDIO },
    { codec: 'opus', ...AUDIO, sampleRate: 0 },
    { codec: 'opus', ...AUDIO, sampleRate: -1 },
    { codec: 'opus', ...AUDIO, sampleRate: 2 ** 32 },
    { codec: 'opus', ...AUDIO, sampleRate: Number.POSITIVE_INFINITY },
    { codec: 'opus', ...AUDIO, numberOfChannels: 0 },
    { codec: 'opus', ...AUDIO, numberOfChannels: -1 },
    { codec: 'opus', ...AUDIO, numberOfChannels: 2 ** 32 },
    { codec: 'opus', ...AUDIO, bitrate: -1 },
    { codec: 'opus', ...AUDIO, bitrate: Number.NaN },
    { codec: 'opus', ...AUDIO, bitrateMode: 'quantizer' },
    { codec: 'opus', ...AUDIO, opus: 'voip' },
    { codec: 'opus', ...AUDIO, opus: { format: 'webm' } },
    { codec: 'opus', ...AUDIO, opus: { application: 'radio' } },
    { codec: 'opus', ...AUDIO, opus: { signal: 'noise' } },
    { codec: 'mp4a.40.2', ...AUDIO, aac: { format: 'latm' } },
    { codec: 'flac', ...AUDIO, flac: { blockSize: -1 } },
  ],
  AudioDecoder: [
    undefined,
    {},
    { codec: 'opus' },
    { codec: 'opus', sampleRate: 48_000 },
    { codec: 'opus', numberOfChannels: 2 },
    { codec: '', ...AUDIO },
    { codec: '  ', ...AUDIO },
    { codec: 'opus', ...AUDIO, sampleRate: 0 },
    { codec: 'opus', ...AUDIO, sampleRate: Number.NaN },
    { codec: 'opus', ...AUDIO, numberOfChannels: 0 },
    { codec: 'opus', ...AUDIO, sampleRate: -1 },
    { codec: 'opus', ...AUDIO, numberOfChannels: 2 ** 32 },
    { codec: 'opus', ...AUDIO, description: detached() },
    { codec: 'opus', ...AUDIO, description: 'bytes' },
  ],
} as const

for (const { name, anchor, unsupported, isConfigSupported, open } of SUBJECTS) {
  test(`#dom-${anchor}-configure: a malformed config is a TypeError at once and changes nothing`, async t => {
    const { codec, errors } = open(t)
    for (const config of MALFORMED[name]) {
      t.throws(() => codec.configure(config as never), { instanceOf: TypeError }, JSON.stringify(config))
      t.is(codec.state, 'unconfigured')
      await t.throwsAsync(isConfigSupported(config), { instanceOf: TypeError }, JSON.stringify(config))
    }
    t.deepEqual(errors, [])
  })

  test(`#dom-${anchor}-configure: the state is configured at once`, t => {
    const { codec, configure } = open(t)
    configure()
    t.is(codec.state, 'configured')
  })

  test(`#dom-${anchor}-configure: a config that is not supported comes as NotSupportedError through the error callback`, async t => {
    const { codec, configureUnsupported, errors } = open(t)
    configureUnsupported()
    t.is(codec.state, 'configured')
    const failure = await t.throwsAsync(codec.flush(), exception('NotSupportedError', new RegExp(unsupported.codec)))
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
  const config = encoderConfig('vp8')
  const { encoder, packets } = recordingEncoder(t, config)
  config.width = 32
  encodeAll(encoder, [gray(90)])
  await encoder.flush()
  t.is(packets[0]?.metadata?.decoderConfig?.codedWidth, 64)
})

test('#dom-audioencoder-configure: later changes of the config object are not seen', async t => {
  const config = { codec: 'pcm-s16', ...AUDIO, flac: { blockSize: 0 } }
  const { encoder, packets } = recordingAudioEncoder(t, config)
  config.numberOfChannels = 1
  encodeAll(encoder, blocks(1))
  await encoder.flush()
  t.is(packets[0]?.metadata?.decoderConfig?.numberOfChannels, 2)
})
