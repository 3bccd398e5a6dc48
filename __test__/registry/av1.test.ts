import test from 'ava'
import { assertDecodesLikeFfmpeg, assertRoundTrip, assertStreamHoldsLevels, encodeLevels } from '../support/decoding.js'
import { makeMedia } from '../support/media.js'
import { recording } from '../support/recording.js'

for (const latencyMode of ['quality', 'realtime'] as const) {
  test(`#encodedvideochunk-data: av1, ${latencyMode}: the chunks play in ffmpeg`, async t => {
    const recorded = recording(t, 'av1', { latencyMode })
    await encodeLevels(recorded)
    await assertStreamHoldsLevels(t, 'av1', recorded)
    await assertRoundTrip(t, recorded)
  })
}

for (const [what, args] of Object.entries({
  'the defaults': ['-c:v', 'libaom-av1', '-b:v', '200k', '-cpu-used', '8'],
  'key frames only': ['-c:v', 'libaom-av1', '-b:v', '200k', '-cpu-used', '8', '-g', '1'],
  'the realtime mode': ['-c:v', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8', '-b:v', '200k'],
})) {
  test(`#dom-videodecoder-decode: av1 with ${what} decodes as in ffmpeg`, async t => {
    await assertDecodesLikeFfmpeg(t, await makeMedia(t, 'media.webm', args))
  })
}

test('#videodecoderconfig-description: av1: is not used', async t => {
  const media = await makeMedia(t, 'media.webm', ['-c:v', 'libaom-av1', '-b:v', '200k', '-cpu-used', '8'], {
    frames: 5,
  })
  await assertDecodesLikeFfmpeg(t, media, { description: new Uint8Array([1, 2, 3]) })
})
