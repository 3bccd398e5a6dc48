import test from 'ava'
import { CODECS } from '../support/codecs.js'
import {
  assertDecodesLikeFfmpeg,
  assertMp4HoldsLevels,
  assertRoundTrip,
  assertStreamHoldsLevels,
  encodeLevels,
} from '../support/decoding.js'
import { makeMedia } from '../support/media.js'
import { decodeAll, recording, recordingDecoder } from '../support/recording.js'

const x265 = (...params: string[]) => [
  '-tag:v',
  'hvc1',
  '-c:v',
  'libx265',
  '-x265-params',
  ['log-level=none', ...params].join(':'),
]

for (const latencyMode of ['quality', 'realtime'] as const) {
  test(`#hevc-bitstream-format: hevc, ${latencyMode}: an MP4 file made of chunks and description plays in ffmpeg`, async t => {
    const recorded = recording(t, 'hevc', { latencyMode })
    await encodeLevels(recorded)
    await assertMp4HoldsLevels(t, 'hevc', recorded)
    await assertRoundTrip(t, recorded)
    t.is(new Uint8Array(recorded.packets[0]?.metadata?.decoderConfig?.description as ArrayBuffer)[0], 1)
  })

  test(`#hevc-bitstream-format: annexb, ${latencyMode}: the chunks in a row play in ffmpeg`, async t => {
    const recorded = recording(t, 'hevc', { latencyMode, ...CODECS.hevc.elementary })
    await encodeLevels(recorded)
    const { profile, level } = await assertStreamHoldsLevels(t, 'hevc', recorded)
    await assertRoundTrip(t, recorded)
    t.is(profile, 'Main')
    t.true((level ?? 999) <= 93)
  })
}

for (const [what, args] of Object.entries({
  'B-frames and open GOPs': x265('bframes=4', 'open-gop=1', 'keyint=10', 'min-keyint=10'),
  'closed GOPs': x265('bframes=3', 'open-gop=0', 'keyint=10'),
  'no B-frames': x265('bframes=0'),
  'parameter sets in the stream': [...x265('repeat-headers=1'), '-tag:v', 'hev1'],
})) {
  test(`#dom-videodecoder-decode: hevc with ${what} decodes as in ffmpeg`, async t => {
    await assertDecodesLikeFfmpeg(t, await makeMedia(t, 'media.mp4', args))
  })
}

test('#dom-videopixelformat-i420p10: hevc of 10 bits decodes to I420P10', async t => {
  const { config, chunks } = await makeMedia(t, 'media.mp4', [...x265(), '-pix_fmt', 'yuv420p10le'], { frames: 3 })
  const { decoder, frames } = recordingDecoder(t, config)
  decodeAll(decoder, chunks)
  await decoder.flush()
  t.deepEqual(
    frames.map(({ format }) => format),
    Array(3).fill('I420P10'),
  )
})
