import test from 'ava'
import { EncodedVideoChunk, VideoDecoder } from '../../index.js'
import { CODECS } from '../support/codecs.js'
import {
  assertDecodesLikeFfmpeg,
  assertMp4HoldsLevels,
  assertRoundTrip,
  assertStreamHoldsLevels,
  encodeLevels,
} from '../support/decoding.js'
import { exception } from '../support/exception.js'
import { makeMedia } from '../support/media.js'
import { decodeAll, recording, recordingDecoder } from '../support/recording.js'

const x264 = (...params: string[]) => ['-c:v', 'libx264', '-x264-params', ['threads=1', ...params].join(':')]
const B_FRAMES = x264('bframes=3', 'keyint=12')

for (const latencyMode of ['quality', 'realtime'] as const) {
  test(`#avc-bitstream-format: avc, ${latencyMode}: an MP4 file made of chunks and description plays in ffmpeg`, async t => {
    const recorded = recording(t, 'avc', { latencyMode })
    await encodeLevels(recorded)
    await assertMp4HoldsLevels(t, 'avc', recorded)
    await assertRoundTrip(t, recorded)
    const { description, codec } = recorded.packets[0]?.metadata?.decoderConfig ?? {}
    t.is(codec, 'avc1.640028')
    t.deepEqual([...new Uint8Array(description as ArrayBuffer)].slice(0, 2), [1, 0x64])
  })

  test(`#avc-bitstream-format: annexb, ${latencyMode}: the chunks in a row play in ffmpeg`, async t => {
    const recorded = recording(t, 'avc', { latencyMode, ...CODECS.avc.elementary })
    await encodeLevels(recorded)
    const { has_b_frames } = await assertStreamHoldsLevels(t, 'avc', recorded)
    await assertRoundTrip(t, recorded)
    if (latencyMode === 'realtime') t.is(has_b_frames, 0)
  })
}

test('#avc-bitstream-format: annexb: every key chunk can be decoded from', async t => {
  const recorded = recording(t, 'avc', CODECS.avc.elementary)
  await encodeLevels(recorded, true)
  for (const packet of recorded.packets) {
    const { decoder, frames } = recordingDecoder(t, { codec: 'avc1.640028' })
    decodeAll(decoder, [packet])
    await decoder.flush()
    t.is(frames.length, 1)
  }
})

for (const [codec, profile, level] of [
  ['avc1.42001e', /Baseline/, 30],
  ['avc1.42e01f', /Constrained Baseline/, 31],
  ['avc1.4d0028', /Main/, 40],
  ['avc3.640033', /High/, 51],
] as const) {
  test(`#fully-qualified-codec-strings: ${codec}: the profile is that, the level at most that`, async t => {
    const recorded = recording(t, 'avc', { codec, ...CODECS.avc.elementary })
    await encodeLevels(recorded)
    const stream = await assertStreamHoldsLevels(t, 'avc', recorded)
    t.regex(stream.profile ?? '', profile)
    t.true((stream.level ?? 99) <= level)
  })
}

for (const [what, args] of Object.entries({
  'B-frames': B_FRAMES,
  'a pyramid of B-frames': x264('bframes=5', 'b-pyramid=normal', 'keyint=30'),
  'open GOPs': x264('bframes=3', 'open-gop=1', 'keyint=8', 'min-keyint=8'),
  'several slices': x264('slices=4'),
  'no B-frames': [...x264('bframes=0'), '-tune', 'zerolatency'],
  'the baseline profile': ['-profile:v', 'baseline', ...x264()],
  'intra refresh': x264('intra-refresh=1', 'keyint=10', 'bframes=0'),
})) {
  test(`#dom-videodecoder-decode: avc with ${what} decodes as in ffmpeg`, async t => {
    await assertDecodesLikeFfmpeg(t, await makeMedia(t, 'media.mp4', args))
  })
}

test('#dom-videodecoderconfig-codedwidth: the coded size need not be given, and may be wrong', async t => {
  const media = await makeMedia(t, 'media.mp4', B_FRAMES, { frames: 8 })
  const { codedWidth, codedHeight, ...config } = media.config
  await assertDecodesLikeFfmpeg(t, { ...media, config })
  await assertDecodesLikeFfmpeg(t, { ...media, config: { ...config, codedWidth: 320, codedHeight: 240 } })
})

test('#videodecoderconfig-description: is read when configure() is called', async t => {
  const { config, chunks } = await makeMedia(t, 'media.mp4', B_FRAMES, { frames: 8 })
  const description = new Uint8Array(config.description as Uint8Array)
  const { decoder, frames } = recordingDecoder(t, { ...config, description })
  description.fill(0)
  decodeAll(decoder, chunks)
  await decoder.flush()
  t.is(frames.length, 8)
})

test('#videodecoderconfig-description: a wrong one is an error by callback', async t => {
  const { config, chunks } = await makeMedia(t, 'media.mp4', B_FRAMES, { frames: 2 })
  const right = new Uint8Array(config.description as Uint8Array)
  for (const description of [new Uint8Array(), right.slice(0, 7), right.slice(0, -5), right.map(byte => ~byte)]) {
    const { decoder, errors } = recordingDecoder(t, { ...config, description })
    const key = new EncodedVideoChunk(chunks[0] as never)
    try {
      decoder.decode(key)
    } catch (error) {
      t.is((error as DOMException).name, 'DataError')
    }
    await decoder.flush().catch(() => {})
    t.true(errors.length === 0 || ['NotSupportedError', 'EncodingError'].includes(errors[0]?.name ?? ''))
    t.is(decoder.state, errors.length === 0 ? 'configured' : 'closed')
  }
})

test('#dom-videodecoder-output-callback: a size that changes inside the stream comes out', async t => {
  const sizes = [
    [64, 48],
    [96, 80],
  ] as const
  const { decoder, frames } = recordingDecoder(t, { codec: 'avc1.640028' })
  for (const [width, height] of sizes) {
    const recorded = recording(t, 'avc', { width, height, ...CODECS.avc.elementary })
    await encodeLevels(recorded)
    decodeAll(decoder, recorded.packets)
  }
  await decoder.flush()
  t.deepEqual(
    frames.map(({ codedWidth, codedHeight }) => [codedWidth, codedHeight]),
    [...Array(12).fill(sizes[0]), ...Array(12).fill(sizes[1])],
  )
})

test('#encodedvideochunk-type: recovery points count as key pictures, pictures without one do not', async t => {
  const { config, chunks } = await makeMedia(t, 'media.mp4', x264('bframes=0', 'keyint=10'), { frames: 12 })
  const delta = chunks[3]
  if (!delta) return t.fail()
  const decoder = new VideoDecoder({ output: frame => frame.close(), error: () => t.fail() })
  decoder.configure(config)
  t.throws(() => decodeAll(decoder, [{ ...delta, type: 'key' }]), exception('DataError'))
  decoder.close()

  const open = await makeMedia(t, 'open.mp4', x264('bframes=3', 'open-gop=1', 'keyint=8', 'min-keyint=8'))
  const recoveries = open.chunks.filter(({ type }) => type === 'key')
  t.true(recoveries.length > 2)
  const other = recordingDecoder(t, open.config)
  const from = open.chunks.indexOf(recoveries[1] as never)
  t.notThrows(() => decodeAll(other.decoder, open.chunks.slice(from)))
  await other.decoder.flush()
  t.deepEqual(other.errors, [])
})
