import test from 'ava'
import type { AudioDecoderConfig } from '../../index.js'
import { block, blocks } from '../support/blocks.js'
import { AUDIO_CODEC_NAMES, AUDIO_CODECS } from '../support/codecs.js'
import {
  audioConfig,
  decodeAllAudio,
  encodeAll,
  recordingAudioDecoder,
  recordingAudioEncoder,
} from '../support/recording.js'

for (const name of AUDIO_CODEC_NAMES) {
  const { codec, described } = AUDIO_CODECS[name]

  test(`#output-encodedaudiochunks: ${name}: decoderConfig has the config\u2019s own codec, rate and channels, and a description where there is one`, async t => {
    for (const [sampleRate, channels] of [
      [48_000, 2],
      [44_100, 1],
      [8000, 2],
    ] as const) {
      const { encoder, packets } = recordingAudioEncoder(
        t,
        audioConfig(name, { sampleRate, numberOfChannels: channels }),
      )
      encodeAll(encoder, blocks(4, { frames: 1500, sampleRate, channels }))
      await encoder.flush()
      const [first, ...others] = packets.map(({ metadata }) => metadata)
      const { description, ...decoderConfig } = first?.decoderConfig ?? {}
      t.deepEqual(decoderConfig, { codec, sampleRate, numberOfChannels: channels })
      t.is(description instanceof ArrayBuffer, described)
      t.is('description' in (first?.decoderConfig ?? {}), described)
      t.true(Number.isInteger(first?.priming))
      t.true(others.length > 0 && others.every(metadata => Object.keys(metadata ?? { none: 1 }).length === 0))
      for (const dictionary of [first, first?.decoderConfig]) {
        const names = Object.keys(dictionary ?? {})
        t.deepEqual(names, names.toSorted())
      }
    }
  })

  test(`#output-encodedaudiochunks: ${name}: every chunk is a key chunk, and decodes with the decoderConfig to the rate and channels of the input`, async t => {
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig(name))
    encodeAll(encoder, blocks(20))
    await encoder.flush()
    t.true(packets.every(({ type, data }) => type === 'key' && data.length > 0))
    const { decoder, outputs } = recordingAudioDecoder(t, packets[0]?.metadata?.decoderConfig)
    decodeAllAudio(decoder, packets)
    await decoder.flush()
    t.true(outputs.every(({ sampleRate, numberOfChannels }) => sampleRate === 48_000 && numberOfChannels === 2))
    const frames = outputs.reduce((sum, { numberOfFrames }) => sum + numberOfFrames, 0)
    t.true(frames >= 20 * 1024 + (packets[0]?.metadata?.priming as number), `${frames}`)
  })

  test(`#output-encodedaudiochunks: ${name}: decoderConfig comes again after each configure(), and is the callee\u2019s own`, async t => {
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig(name))
    const configs: AudioDecoderConfig[] = []
    for (let i = 0; i < 3; i++) {
      const before = packets.length
      encodeAll(encoder, [block({ frames: 5000, timestamp: i * 1_000_000 })])
      await encoder.flush()
      const [first, ...others] = packets.slice(before).map(({ metadata }) => metadata?.decoderConfig)
      if (!first) return t.fail()
      configs.push(structuredClone(first))
      Object.assign(first, { codec: 'changed', sampleRate: 1 })
      if (first.description) new Uint8Array(first.description as ArrayBuffer).fill(0)
      t.true(others.every(config => config === undefined))
      encoder.configure(audioConfig(name))
    }
    t.deepEqual(configs[1], configs[0])
    t.deepEqual(configs[2], configs[0])
  })
}
