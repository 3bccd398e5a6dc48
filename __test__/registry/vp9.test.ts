import test from 'ava'
import { assertDecodesLikeFfmpeg, assertRoundTrip, assertStreamHoldsLevels, encodeLevels } from '../support/decoding.js'
import { makeMedia } from '../support/media.js'
import { recording } from '../support/recording.js'

for (const latencyMode of ['quality', 'realtime'] as const) {
  test(`#encodedvideochunk-data: vp9, ${latencyMode}: the chunks play in ffmpeg`, async t => {
    const recorded = recording(t, 'vp9', { latencyMode })
    await encodeLevels(recorded)
    await assertStreamHoldsLevels(t, 'vp9', recorded)
    await assertRoundTrip(t, recorded)
  })
}

for (const [what, args] of Object.entries({
  'the defaults': ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-cpu-used', '5'],
  'key frames only': ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-cpu-used', '5', '-g', '1'],
  'hidden reference frames': [
    '-c:v',
    'libvpx-vp9',
    '-b:v',
    '200k',
    '-cpu-used',
    '5',
    '-auto-alt-ref',
    '1',
    '-lag-in-frames',
    '16',
  ],
})) {
  test(`#dom-videodecoder-decode: vp9 with ${what} decodes as in ffmpeg`, async t => {
    await assertDecodesLikeFfmpeg(t, await makeMedia(t, 'media.webm', args))
  })
}

test('#videodecoderconfig-description: vp9: is not used', async t => {
  const media = await makeMedia(t, 'media.webm', ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-cpu-used', '5'], {
    frames: 5,
  })
  await assertDecodesLikeFfmpeg(t, media, { description: new Uint8Array([1, 2, 3]) })
})
