import test, { type ExecutionContext } from 'ava'
import { AudioDecoder, type AudioDecoderConfig, AudioEncoder, type AudioEncoderConfig } from '../../index.js'
import { block } from '../support/blocks.js'
import { AUDIO_CODEC_NAMES, AUDIO_CODECS, type AudioCodecName } from '../support/codecs.js'
import {
  audioConfig,
  decodeAllAudio,
  encodeAll,
  recordingAudioDecoder,
  recordingAudioEncoder,
} from '../support/recording.js'

const FRAMES = 3000

/** Encodes and decodes if the config is said to be supported, and makes sure that it is not otherwise. Resolves with what was said. */
async function assertAnswerIsTrue(t: ExecutionContext, config: AudioEncoderConfig): Promise<boolean> {
  const what = JSON.stringify(config)
  const { supported = false } = await AudioEncoder.isConfigSupported(config)
  const { encoder, packets, errors } = recordingAudioEncoder(t, config)
  const { numberOfChannels: channels, sampleRate } = config
  if (supported) encodeAll(encoder, [block({ frames: FRAMES, channels, sampleRate })])
  await encoder.flush().catch(() => {})
  const said = errors.map(({ name, message }) => `${name} ${message}`)
  if (!supported) {
    t.regex(said.join(), /^NotSupportedError .*\S/, what)
    return false
  }
  t.deepEqual(said, [], what)
  const { decoderConfig, priming } = packets[0]?.metadata ?? {}
  if (!decoderConfig || priming === undefined) throw new Error(`no decoderConfig: ${what}`)
  t.true((await AudioDecoder.isConfigSupported(decoderConfig)).supported, what)
  const { decoder, outputs } = recordingAudioDecoder(t, decoderConfig)
  decodeAllAudio(decoder, packets)
  await decoder.flush()
  t.true(
    outputs.every(({ numberOfChannels }) => numberOfChannels === channels),
    what,
  )
  const seconds = outputs.reduce((sum, { numberOfFrames, sampleRate: rate }) => sum + numberOfFrames / rate, 0)
  t.true(seconds >= (FRAMES + priming) / sampleRate, `${what}: ${seconds} s`)
  return true
}

/** By codec the rates of two channels that work, and the counts of channels at 48 kHz. */
const PCM = {
  rates: [1, 7, 7350, 8000, 11_025, 22_050, 44_100, 44_101, 48_000, 96_000, 192_000, 655_340, 655_350, 768_000],
  channels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 32, 255],
}
const SERVED: Record<AudioCodecName, typeof PCM> = {
  opus: { rates: PCM.rates.slice(2), channels: [1, 2, 3, 4, 5, 6, 7, 8] },
  aac: { rates: [7350, 8000, 11_025, 22_050, 44_100, 48_000, 96_000], channels: [1, 2, 3, 4, 5, 6, 8] },
  mp3: { rates: [8000, 11_025, 22_050, 44_100, 48_000], channels: [1, 2] },
  vorbis: {
    rates: [8000, 11_025, 22_050, 44_100, 44_101, 48_000, 96_000, 192_000],
    channels: [1, 2, 3, 4, 5, 6, 7, 8],
  },
  flac: { rates: PCM.rates.slice(0, -2), channels: [1, 2, 3, 4, 5, 6, 7, 8] },
  'pcm-u8': PCM,
  'pcm-s16': PCM,
  'pcm-s24': PCM,
  'pcm-s32': PCM,
  'pcm-f32': PCM,
  alaw: PCM,
  ulaw: PCM,
}
const RATES = [...PCM.rates, 1_000_000, 1_000_000_000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]
const CHANNELS = [...PCM.channels, 256, 65_536, 1_000_000_000, 2 ** 31, 2 ** 32 - 1]

for (const codec of AUDIO_CODEC_NAMES) {
  test(`#config-support: ${codec}: each sample rate works in full or is unsupported`, async t => {
    const served: number[] = []
    for (const sampleRate of RATES) {
      if (await assertAnswerIsTrue(t, audioConfig(codec, { sampleRate }))) served.push(sampleRate)
    }
    t.deepEqual(served, SERVED[codec].rates)
  })

  test(`#config-support: ${codec}: each number of channels works in full or is unsupported`, async t => {
    const served: number[] = []
    for (const numberOfChannels of CHANNELS) {
      if (await assertAnswerIsTrue(t, audioConfig(codec, { numberOfChannels }))) served.push(numberOfChannels)
    }
    t.deepEqual(served, SERVED[codec].channels)
  })

  test(`#config-support: ${codec}: each bitrate works in full or is unsupported`, async t => {
    for (const bitrateMode of ['variable', 'constant'] as const) {
      for (const bitrate of [undefined, 0, 1, 8000, 64_000, 64_001, 128_000, 1_000_000, 2 ** 32, 2 ** 53 - 1]) {
        await assertAnswerIsTrue(t, audioConfig(codec, { bitrateMode, ...(bitrate !== undefined && { bitrate }) }))
      }
    }
  })

  test(`#config-support: ${codec}: hints and other codecs\u2019 members never make it unsupported`, async t => {
    for (const hint of [
      { opus: { signal: 'voice' } },
      { opus: { signal: 'music' } },
      { aac: { format: 'adts' } },
      { flac: { blockSize: 1024, compressLevel: 1 } },
    ] as const) {
      t.true(await assertAnswerIsTrue(t, audioConfig(codec, hint)), JSON.stringify(hint))
    }
  })

  test(`#dom-audiodecoder-isconfigsupported: ${codec}: absurd rates and channels are answered, and configure() agrees`, async t => {
    const absurd = [
      ...[1, 7, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1].map(sampleRate => ({ sampleRate, numberOfChannels: 2 })),
      ...[9, 255, 256, 65_537, 2 ** 31, 2 ** 32 - 1].map(numberOfChannels => ({
        sampleRate: 48_000,
        numberOfChannels,
      })),
    ]
    for (const members of absurd) {
      const config: AudioDecoderConfig = { codec: AUDIO_CODECS[codec].codec, ...members }
      const { supported } = await AudioDecoder.isConfigSupported(config)
      const { decoder, errors } = recordingAudioDecoder(t, config)
      await decoder.flush().catch(() => {})
      t.deepEqual(
        errors.map(({ name }) => name),
        supported ? [] : ['NotSupportedError'],
        JSON.stringify(config),
      )
    }
  })
}

test('#config-support: audio codec strings are taken to the letter', async t => {
  const wrong = [
    ...[
      'Opus',
      'OPUS',
      ' opus',
      'opus ',
      'opus,flac',
      'ogg',
      'oggopus',
      'fLaC',
      'FLAC',
      'x-flac',
      'Vorbis',
      'MP3',
      'mpeg',
    ],
    ...['mp4a', 'mp4a.', 'mp4a.40', 'mp4a.40.', 'mp4a.40.1', 'mp4a.40.3', 'mp4a.40.002', 'mp4a.40.2 ', 'MP4A.40.2'],
    ...['mp4a.6b', 'mp4a.66', 'mp4a.68', 'mp4a.6', 'aac', 'pcm', 'pcm-s8', 'pcm-s20', 'pcm-f64', 'pcm_s16', 'pcm-S16'],
    ...['pcm-s16le', 'ALAW', 'a-law', 'mulaw', 'ulaw ', 'vp8', 'toString', '__proto__', 'opus\0'],
  ]
  for (const codec of wrong) {
    const config = { codec, sampleRate: 48_000, numberOfChannels: 2 }
    t.false((await AudioEncoder.isConfigSupported(config)).supported, codec)
    t.false((await AudioDecoder.isConfigSupported(config)).supported, codec)
  }
})

const STRINGS = [
  ...['mp4a.40.02', 'mp4a.40.5', 'mp4a.40.05', 'mp4a.40.29', 'mp4a.40.42', 'mp4a.67', 'mp4a.69', 'mp4a.6B'],
  ...AUDIO_CODEC_NAMES.map(name => AUDIO_CODECS[name].codec),
]

for (const codec of STRINGS) {
  test(`#config-support: ${codec}: what is called supported encodes and decodes, and nothing else does`, async t => {
    for (const [sampleRate, numberOfChannels] of [
      [48_000, 2],
      [44_100, 1],
    ] as const) {
      t.is(
        await assertAnswerIsTrue(t, { codec, sampleRate, numberOfChannels }),
        !['mp4a.40.5', 'mp4a.40.05', 'mp4a.40.29', 'mp4a.40.42'].includes(codec),
      )
    }
  })
}
