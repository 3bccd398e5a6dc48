import test, { type ExecutionContext } from 'ava'
import {
  type AudioDataInit,
  AudioEncoder,
  type AudioEncoderConfig,
  EncodedAudioChunk,
  type EncodedAudioChunkMetadata,
} from '../../index.js'
import { exception } from '../support/exception.js'
import { audioOf } from './samples.js'

const OPUS = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 }
const FLAC = { ...OPUS, codec: 'flac' }
const callbacks = { output: () => {}, error: () => {} }

const opus = (options: object) => ({ ...OPUS, opus: options })
const flac = (options: object) => ({ ...FLAC, flac: options })

const INVALID: [string, AudioEncoderConfig][] = [
  ['an empty codec', { ...OPUS, codec: '' }],
  ['a codec of white space', { ...OPUS, codec: ' \t\n\f\r' }],
  ['a sample rate of 0', { ...OPUS, sampleRate: 0 }],
  ['no channels', { ...OPUS, numberOfChannels: 0 }],
  ['a sample rate of 0 beside valid options', { ...opus({}), sampleRate: 0 }],
  ['an opus.frameDuration of 0', opus({ frameDuration: 0 })],
  ['an opus.frameDuration below 2.5 ms', opus({ frameDuration: 2499 })],
  ['an opus.frameDuration of no whole frames', opus({ frameDuration: 2501 })],
  ['an opus.frameDuration above 120 ms', opus({ frameDuration: 122_500 })],
  ['an opus.complexity above 10', opus({ complexity: 11 })],
  ['an opus.packetlossperc above 100', opus({ packetlossperc: 101 })],
  ['a flac.blockSize below 16', flac({ blockSize: 15 })],
  ['a flac.blockSize above 65535', flac({ blockSize: 65_536 })],
  ['a flac.compressLevel above 8', flac({ compressLevel: 9 })],
]
for (const [what, config] of INVALID) {
  test(`#valid-audioencoderconfig: ${what} is a TypeError`, async t => {
    const encoder = new AudioEncoder(callbacks)
    t.throws(() => encoder.configure(config), { instanceOf: TypeError })
    t.is(encoder.state, 'unconfigured')
    await t.throwsAsync(AudioEncoder.isConfigSupported(config), { instanceOf: TypeError })
    encoder.close()
    t.throws(() => encoder.configure(config), { instanceOf: TypeError }, 'checked before the state')
  })
}

const VALID: [string, AudioEncoderConfig][] = [
  ...[2500, 5000, 7500, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000].map(
    frameDuration => [`an opus.frameDuration of ${frameDuration}`, opus({ frameDuration })] as [string, typeof OPUS],
  ),
  ['the ends of the ranges of Opus', opus({ complexity: 10, packetlossperc: 100 })],
  ['the other ends of the ranges of Opus', opus({ complexity: 0, packetlossperc: 0 })],
  ['a flac.blockSize of 0', flac({ blockSize: 0, compressLevel: 0 })],
  ['a flac.blockSize of 16', flac({ blockSize: 16, compressLevel: 8 })],
  ['a flac.blockSize of 65535', flac({ blockSize: 65_535 })],
  ['what is invalid for another codec', { ...FLAC, opus: { frameDuration: 1, complexity: 11 } }],
  ['a codec that is unknown', { ...OPUS, codec: 'opus ' }],
  ['a codec with the name of a property of objects', { ...OPUS, codec: 'toString' }],
]
for (const [what, config] of VALID) {
  test(`#valid-audioencoderconfig: ${what} is no TypeError`, async t => {
    const { config: copy } = await AudioEncoder.isConfigSupported(config)
    t.like(copy, config)
  })
}

test('#dom-audioencoder-isconfigsupported: answers with what was understood, and its defaults', async t => {
  const least = await AudioEncoder.isConfigSupported({ ...OPUS, mood: 'fine' } as AudioEncoderConfig)
  t.deepEqual(least, { supported: true, config: { ...OPUS, bitrateMode: 'variable' } })
  const options = { opus: {}, aac: {}, flac: {} }
  const { config } = await AudioEncoder.isConfigSupported({ ...OPUS, codec: 'none', bitrate: 64_000.7, ...options })
  t.deepEqual(config, {
    ...OPUS,
    codec: 'none',
    bitrate: 64_000,
    bitrateMode: 'variable',
    opus: {
      application: 'audio',
      format: 'opus',
      frameDuration: 20_000,
      packetlossperc: 0,
      signal: 'auto',
      usedtx: false,
      useinbandfec: false,
    },
    aac: { format: 'aac' },
    flac: { blockSize: 0, compressLevel: 5 },
  })
})

interface Output {
  chunk: EncodedAudioChunk
  metadata: EncodedAudioChunkMetadata
}

function recording(t: ExecutionContext) {
  const outputs: Output[] = []
  const errors: DOMException[] = []
  const encoder = new AudioEncoder({
    output: (chunk, metadata = {}) => outputs.push({ chunk, metadata }),
    error: error => errors.push(error),
  })
  t.teardown(() => encoder.state === 'closed' || encoder.close())
  return { encoder, outputs, errors }
}

const PCM = { codec: 'pcm-s16', sampleRate: 48_000, numberOfChannels: 2 }
const audio = (init: Partial<AudioDataInit> = {}) =>
  audioOf({ format: 's16', numberOfFrames: 960, data: new Int16Array(1920), ...init })

test('#dom-audioencoder-encode: closed AudioData is a TypeError, before the state is looked at', t => {
  const { encoder } = recording(t)
  const closed = audio()
  closed.close()
  t.throws(() => encoder.encode(closed), { instanceOf: TypeError })
  t.throws(() => encoder.encode(audio()), exception('InvalidStateError'))
  encoder.configure(PCM)
  t.throws(() => encoder.encode(closed), { instanceOf: TypeError })
  encoder.close()
  t.throws(() => encoder.encode(closed), { instanceOf: TypeError })
  t.throws(() => encoder.encode(audio()), exception('InvalidStateError'))
})

test('#dom-audioencoder-encode: AudioData may be closed at once, its memory given away', async t => {
  const { encoder, outputs } = recording(t)
  encoder.configure(PCM)
  const data = Int16Array.from({ length: 1920 }, (_, i) => i)
  const samples = [...data]
  const input = audio({ data, transfer: [data.buffer] })
  encoder.encode(input)
  t.is(encoder.encodeQueueSize, 1)
  input.close()
  await encoder.flush()
  const bytes = outputs.flatMap(({ chunk }) => {
    const copy = new Uint8Array(chunk.byteLength)
    chunk.copyTo(copy)
    return [...copy]
  })
  t.deepEqual([...new Int16Array(Uint8Array.from(bytes).buffer)], samples)
})

const MISMATCHES: [string, Partial<AudioDataInit>][] = [
  ['another sample rate', { sampleRate: 44_100 }],
  ['a sample rate that is no integer', { sampleRate: 48_000.5 }],
  ['another number of channels', { numberOfChannels: 1 }],
]
for (const [what, init] of MISMATCHES) {
  test(`#dom-audioencoder-encode: ${what} than the configured one is an EncodingError`, async t => {
    const { encoder, errors } = recording(t)
    encoder.configure(PCM)
    encoder.encode(audio())
    encoder.encode(audio(init))
    await t.throwsAsync(encoder.flush(), exception('EncodingError'))
    t.deepEqual(
      errors.map(({ name }) => name),
      ['EncodingError'],
    )
    t.is(encoder.state, 'closed')
  })
}

test('#output-encodedaudiochunks: chunks are EncodedAudioChunks of type key with the time of the input', async t => {
  const { encoder, outputs } = recording(t)
  encoder.configure(PCM)
  encoder.encode(audio({ timestamp: -7 }))
  await encoder.flush()
  const { chunk } = outputs[0] as Output
  t.true(chunk instanceof EncodedAudioChunk)
  t.deepEqual([chunk.type, chunk.timestamp, chunk.duration, chunk.byteLength], ['key', -7, 20_000, 3840])
})

const METADATA: [AudioEncoderConfig, described: boolean, priming: number][] = [
  [PCM, false, 0],
  [OPUS, true, 0],
  [FLAC, true, 0],
  [{ ...OPUS, codec: 'mp4a.40.2' }, true, 1024],
  [{ ...OPUS, codec: 'mp4a.40.2', aac: { format: 'adts' } }, false, 1024],
]
for (const [config, described, priming] of METADATA) {
  const { codec, numberOfChannels, sampleRate, aac } = config
  test(`#output-encodedaudiochunks: the decoderConfig of ${codec} ${aac?.format ?? ''} comes once a configure()`, async t => {
    const { encoder, outputs } = recording(t)
    const encode = async () => {
      const before = outputs.length
      for (const timestamp of [0, 20_000, 40_000, 60_000, 80_000]) encoder.encode(audio({ timestamp }))
      await encoder.flush()
      return outputs.slice(before).map(({ metadata }) => metadata)
    }
    encoder.configure(config)
    const [first = {}, ...others] = await encode()
    const { description, ...rest } = first.decoderConfig ?? {}
    t.deepEqual(rest, { codec, numberOfChannels, sampleRate })
    t.is(description instanceof ArrayBuffer, described)
    t.is(first.priming, priming)
    t.true(others.every(metadata => Object.keys(metadata).length === 0))
    const [again, ...rests] = await encode()
    t.deepEqual(again, priming === 0 ? {} : { priming }) // the codec was drained, and starts anew
    t.true(rests.every(metadata => Object.keys(metadata).length === 0))
    encoder.configure(config)
    t.deepEqual((await encode()).map(metadata => 'decoderConfig' in metadata && 'priming' in metadata).indexOf(true), 0)
    encoder.reset()
    encoder.configure({ ...config, bitrate: 96_000 })
    t.true('decoderConfig' in ((await encode())[0] ?? {}))
  })
}
