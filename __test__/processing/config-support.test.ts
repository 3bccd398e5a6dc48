import test from 'ava'
import { AudioDecoder, AudioEncoder, VideoDecoder, VideoEncoder, type VideoEncoderConfig } from '../../index.js'
import { CODEC_NAMES, CODECS } from '../support/codecs.js'
import { exception } from '../support/exception.js'
import { gray } from '../support/frames.js'
import { decodeAll, encodeAll, encoderConfig, recordingDecoder, recordingEncoder } from '../support/recording.js'
import { SUBJECTS } from '../support/subjects.js'

const encoderAnswer = async (config: VideoEncoderConfig) => (await VideoEncoder.isConfigSupported(config)).supported

for (const { anchor, config, unsupported, isConfigSupported, open } of SUBJECTS) {
  test(`#dom-${anchor}-isconfigsupported: a config that is not supported is echoed too`, async t => {
    const answer = await isConfigSupported(unsupported)
    t.false(answer.supported)
    t.is(answer.config?.codec, unsupported.codec)
  })

  test(`#dom-${anchor}-isconfigsupported: hundreds at once get the same answer, each with a config of its own`, async t => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => isConfigSupported(config)))
    t.true(answers.every(({ supported }) => supported))
    t.is(new Set(answers.map(answer => answer.config)).size, 300)
  })

  test(`#dom-${anchor}-configure: what isConfigSupported() calls unsupported is a NotSupportedError`, async t => {
    const { codec, configureUnsupported, feed, log } = open(t)
    configureUnsupported()
    feed(1)
    await t.throwsAsync(codec.flush(), exception('NotSupportedError'))
    t.deepEqual(log, ['error NotSupportedError'])
  })
}

test('#dom-videoencoder-isconfigsupported: the answer echoes the recognised members with the defaults', async t => {
  const config = {
    codec: 'vp8',
    width: 64,
    height: 48,
    displayWidth: 32,
    bitrate: 100_000,
    framerate: 25.5,
    contentHint: 'no such hint',
    avc: {},
    unknown: 1,
  }
  const { unknown, ...known } = config
  t.deepEqual(await VideoEncoder.isConfigSupported(config), {
    supported: true,
    config: {
      ...known,
      avc: { format: 'avc' },
      alpha: 'discard',
      bitrateMode: 'variable',
      hardwareAcceleration: 'no-preference',
      latencyMode: 'quality',
    },
  })
})

test('#dom-videodecoder-isconfigsupported: the answer echoes the recognised members with the defaults, copied', async t => {
  const description = new Uint8Array([1, 2, 3])
  const config = { codec: 'vp8', description, colorSpace: { matrix: 'bt709' }, unknown: 1 } as const
  const { supported, config: echo } = await VideoDecoder.isConfigSupported(config)
  t.true(supported)
  t.not(echo?.description, description)
  t.deepEqual(echo, {
    codec: 'vp8',
    description: new Uint8Array([1, 2, 3]),
    colorSpace: { primaries: null, transfer: null, matrix: 'bt709', fullRange: null },
    hardwareAcceleration: 'no-preference',
    optimizeForLatency: false,
    rotation: 0,
    flip: false,
  })
})

test('#dom-videodecoder-isconfigsupported: optimizeForLatency is echoed as it is given', async t => {
  for (const optimizeForLatency of [true, false]) {
    const { config } = await VideoDecoder.isConfigSupported({ codec: 'vp8', optimizeForLatency })
    t.is(config?.optimizeForLatency, optimizeForLatency)
  }
})

test('#config-support-info: members are in the order that WebIDL gives those of a dictionary', async t => {
  const audio = { opus: {}, flac: {}, aac: {}, codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 }
  const ofAudio = await AudioEncoder.isConfigSupported(audio)
  const ofDecoder = await VideoDecoder.isConfigSupported({ rotation: 90, codec: 'vp8', colorSpace: {} })
  const answers = [
    ofAudio,
    ofDecoder,
    await VideoEncoder.isConfigSupported(encoderConfig('vp8')),
    await AudioDecoder.isConfigSupported({ ...audio, description: new Uint8Array(4) }),
  ]
  const { opus, aac, flac } = ofAudio.config ?? {}
  for (const dictionary of [
    ...answers,
    ...answers.map(({ config }) => config),
    ...[opus, aac, flac, ofDecoder.config?.colorSpace],
  ]) {
    const names = Object.keys(dictionary ?? {})
    t.true(names.length > 0)
    t.deepEqual(names, names.toSorted())
  }
})

for (const codec of CODEC_NAMES) {
  test(`#config-support: ${codec}: its plain configuration works in both modes, and for the decoder`, async t => {
    for (const latencyMode of ['quality', 'realtime'] as const) {
      t.true(await encoderAnswer(encoderConfig(codec, { latencyMode })))
    }
    t.true((await VideoDecoder.isConfigSupported({ codec: CODECS[codec].codec })).supported)
    t.true(
      (await VideoDecoder.isConfigSupported({ codec: CODECS[codec].codec, codedWidth: 64, codedHeight: 48 })).supported,
    )
  })

  test(`#config-support: ${codec}: hints, display sizes and other codecs\u2019 members never make it unsupported`, async t => {
    for (const hint of [
      { contentHint: 'motion' },
      { contentHint: '' },
      { hardwareAcceleration: 'no-preference' },
      { hardwareAcceleration: 'prefer-software' },
      { displayWidth: 7, displayHeight: 1999 },
      { avc: { format: 'annexb' }, hevc: { format: 'annexb' } },
      { scalabilityMode: 'L1T1' },
    ] as const) {
      t.true(await encoderAnswer(encoderConfig(codec, hint)), JSON.stringify(hint))
    }
  })

  test(`#config-support: ${codec}: what is not real is unsupported rather than ignored`, async t => {
    for (const option of [{ scalabilityMode: 'L3T3_KEY' }, { scalabilityMode: 'nonsense' }] as const) {
      t.false(await encoderAnswer(encoderConfig(codec, option)), JSON.stringify(option))
    }
  })

  test(`#config-support: ${codec}: alpha is kept by VP8 and VP9 only`, async t => {
    for (const latencyMode of ['quality', 'realtime'] as const) {
      const supported = await encoderAnswer(encoderConfig(codec, { latencyMode, alpha: 'keep' }))
      t.is(supported, codec === 'vp8' || codec === 'vp9', latencyMode)
    }
    for (const option of [
      { bitrateMode: 'quantizer' },
      { scalabilityMode: 'L1T2' },
      { scalabilityMode: 'L1T3' },
      { hardwareAcceleration: 'prefer-hardware' },
    ] as const) {
      t.false(await encoderAnswer(encoderConfig(codec, { ...option, alpha: 'keep' })), JSON.stringify(option))
    }
  })

  test(`#config-support: ${codec}: prefer-hardware is supported only where it then works`, async t => {
    const config = encoderConfig(codec, { hardwareAcceleration: 'prefer-hardware' })
    const { encoder, packets, errors } = recordingEncoder(t)
    const supported = await encoderAnswer(config)
    encoder.configure(config)
    encodeAll(encoder, [gray(50)])
    await encoder.flush().catch(() => {})
    t.deepEqual([packets.length, errors.length], supported ? [1, 0] : [0, 1])
  })
}

test('#config-support: alpha is kept with 8-bit 4:2:0 only', async t => {
  for (const codec of ['vp09.01.10.08.03', 'vp09.02.10.10', 'vp09.03.10.12.03']) {
    for (const alpha of ['keep', 'discard'] as const) {
      t.is(await encoderAnswer({ codec, width: 64, height: 48, alpha }), alpha === 'discard', `${codec} ${alpha}`)
    }
  }
})

test('#config-support: codec strings are taken to the letter', async t => {
  const wrong = [
    [
      'vp9',
      'vP8',
      'VP8',
      ' vp8',
      'vp8 ',
      'vp8,vp9',
      'vp08.00.10.08',
      'h264',
      'avc1',
      'avc1.',
      'avc1.42001',
      'avc1.42001ff',
    ],
    [
      'avc1.zz001f',
      'AVC1.42001f',
      'avc2.42001f',
      'hev1',
      'hvc1.1',
      'hvc1.1.6',
      'hvc1.x.6.L93.B0',
      'av01',
      'av01.0',
      'av1',
    ],
    ['av01.0.04M', 'av01.0.04M.8', 'vp09', 'vp09.00', 'vp09.00.10', 'vp09.0.10.08', 'vp09.00.10.08.'],
  ].flat()
  for (const codec of wrong) {
    t.false(await encoderAnswer({ codec, width: 64, height: 48 }), codec)
    t.false((await VideoDecoder.isConfigSupported({ codec })).supported, codec)
  }
})

test('#config-support: a size that the codec or its level cannot hold is unsupported', async t => {
  const cases: [boolean, string, number, number][] = [
    [false, 'avc1.42001e', 63, 48],
    [false, 'avc1.42001e', 64, 47],
    [true, 'avc1.42001e', 640, 480],
    [false, 'avc1.42001e', 1280, 720],
    [true, 'avc1.42001f', 1280, 720],
    [false, 'avc1.42001f', 1920, 1080],
    [true, 'avc1.640028', 1920, 1080],
    [false, 'avc1.640028', 3840, 2160],
    [true, 'vp8', 63, 47],
    [false, 'vp8', 16_384, 16],
    [false, 'vp8', 4_294_967_295, 4_294_967_295],
    [false, 'vp09.00.10.08', 4_294_967_295, 1],
    [false, 'av01.0.04M.08', 100_000, 100_000],
  ]
  for (const [expected, codec, width, height] of cases) {
    t.is(await encoderAnswer({ codec, width, height }), expected, `${codec} ${width}x${height}`)
  }
})

test('#dom-videoencoder-configure: options that the codec does not have are a NotSupportedError', async t => {
  for (const config of [
    encoderConfig('avc', { width: 63 }),
    encoderConfig('vp8', { bitrateMode: 'quantizer' }),
    encoderConfig('av1', { alpha: 'keep' }),
    { codec: 'vp9', width: 64, height: 48 },
  ]) {
    const { encoder } = recordingEncoder(t)
    encoder.configure(config)
    await t.throwsAsync(encoder.flush(), exception('NotSupportedError'), JSON.stringify(config))
  }
})

const STRINGS = [
  [
    'avc1.42c00a',
    'avc1.42001e',
    'avc1.42e01e',
    'avc1.58001e',
    'avc1.4d401f',
    'avc1.64001f',
    'avc1.6e001f',
    'avc1.7a001f',
  ],
  ['avc1.f4001f', 'avc3.640033', 'hev1.1.6.L60.90', 'hvc1.1.6.H120.B0', 'hvc1.2.4.L93.B0', 'hvc1.4.10.L93.B0', 'vp8'],
  ['vp09.00.10.08', 'vp09.00.51.08.01.01.01.01.00', 'vp09.01.20.08.03', 'vp09.02.20.10', 'vp09.03.20.12.03'],
  [
    'av01.0.00M.08',
    'av01.0.08H.08',
    'av01.0.04M.10',
    'av01.1.04M.08',
    'av01.2.04M.12',
    'av01.0.13M.08.0.110.09.16.09.0',
  ],
].flat()

for (const codec of STRINGS) {
  test(`#config-support: ${codec}: what is called supported encodes and decodes, and nothing else does`, async t => {
    for (const latencyMode of ['quality', 'realtime'] as const) {
      const config = { codec, width: 64, height: 48, latencyMode }
      const supported = await encoderAnswer(config)
      const { encoder, packets, errors } = recordingEncoder(t)
      encoder.configure(config)
      encodeAll(encoder, [gray(99), gray(120, { timestamp: 1 })])
      await encoder.flush().catch(() => {})
      t.deepEqual(
        errors.map(({ name }) => name),
        supported ? [] : ['NotSupportedError'],
      )
      if (!supported) continue
      const { decoderConfig } = packets[0]?.metadata ?? {}
      if (!decoderConfig) return t.fail()
      t.true((await VideoDecoder.isConfigSupported(decoderConfig)).supported)
      const { decoder, frames } = recordingDecoder(t, decoderConfig)
      decodeAll(decoder, packets)
      await decoder.flush()
      t.is(frames.length, 2)
    }
  })
}
