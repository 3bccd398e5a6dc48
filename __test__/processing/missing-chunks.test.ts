import test from 'ava'
import type { VideoFrame } from '../../index.js'
import { exception } from '../support/exception.js'
import { pixels } from '../support/frames.js'
import { makeMedia } from '../support/media.js'
import { decodeAll, recordingDecoder } from '../support/recording.js'
import { shownByFfmpeg } from '../support/streams.js'

for (const [codec, file, options] of [
  ['avc', 'a.mp4', ['-c:v', 'libx264', '-x264-params', 'threads=1:bframes=2:keyint=24']],
  ['hevc', 'a.mp4', ['-tag:v', 'hvc1', '-c:v', 'libx265', '-x265-params', 'log-level=none:bframes=2:keyint=24']],
  ['vp8', 'a.webm', ['-c:v', 'libvpx', '-b:v', '200k', '-cpu-used', '5']],
  ['vp9', 'a.webm', ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-cpu-used', '5']],
  ['av1', 'a.webm', ['-c:v', 'libaom-av1', '-b:v', '200k', '-cpu-used', '8']],
] as const) {
  test(`#dom-videodecoder-decode: ${codec}: after missing chunks, frames come with their own times or an EncodingError`, async t => {
    const media = await makeMedia(t, file, [...options], { frames: 12 })
    const shown = await shownByFfmpeg(media)
    for (const missing of [1, 4, 7]) {
      const chunks = media.chunks.filter((_, i) => i !== missing)
      const { decoder, frames, errors } = recordingDecoder(t, media.config)
      decodeAll(decoder, chunks)
      await decoder.flush().catch(() => {})
      const times = chunks.map(({ timestamp }) => timestamp).sort((a, b) => a - b)
      if (errors.length > 0) t.is(errors[0]?.name, 'EncodingError')
      else t.is(frames.length, chunks.length)
      t.deepEqual(
        frames.map(({ timestamp }) => timestamp),
        times.slice(0, frames.length),
      )
      t.deepEqual(await pixels(frames[0] as VideoFrame), shown[0]?.pixels)
    }
  })

  test(`#dom-videodecoder-decode: ${codec}: a stream cut inside of a group of pictures is a DataError`, async t => {
    const media = await makeMedia(t, file, [...options], { frames: 6 })
    const { decoder, log } = recordingDecoder(t, media.config)
    for (const type of ['key', 'delta'] as const) {
      for (const chunk of media.chunks.slice(1)) {
        t.throws(() => decodeAll(decoder, [{ ...chunk, type }]), exception('DataError'))
      }
    }
    decodeAll(decoder, media.chunks)
    await decoder.flush()
    t.is(log.length, 6)
  })
}
