import test, { type ExecutionContext } from 'ava'
import { CODECS, writeStream } from '../support/codecs.js'
import { exception } from '../support/exception.js'
import { type Media, makeMedia } from '../support/media.js'
import { toByteStream } from '../support/nal.js'
import { decodeAll, recordingDecoder } from '../support/recording.js'
import { assertShows, shownByFfmpeg } from '../support/streams.js'

const SIZE = { width: 96, height: 64 }

for (const [codec, file, options] of [
  ['avc', 'a.mp4', ['-c:v', 'libx264', '-x264-params', 'threads=1:bframes=2:keyint=24']],
  ['hevc', 'a.mp4', ['-tag:v', 'hvc1', '-c:v', 'libx265', '-x265-params', 'log-level=none:bframes=2:keyint=24']],
  ['vp8', 'a.webm', ['-c:v', 'libvpx', '-b:v', '200k', '-cpu-used', '5']],
  ['vp9', 'a.webm', ['-c:v', 'libvpx-vp9', '-b:v', '200k', '-cpu-used', '5']],
  ['av1', 'a.webm', ['-c:v', 'libaom-av1', '-b:v', '200k', '-cpu-used', '8']],
] as const) {
  let made: Promise<Media> | undefined
  const mediaOf = (t: ExecutionContext) => {
    made ??= makeMedia(t, file, [...options], { frames: 12 })
    return made
  }

  test(`#dom-videodecoder-decode: ${codec}: after missing chunks the frames are those that ffmpeg shows, at their own times`, async t => {
    const media = await mediaOf(t)
    const { config, chunks } = CODECS[codec].extension === 'ivf' ? media : toByteStream(media)
    for (const missing of [1, 4, 7]) {
      const rest = chunks.filter((_, i) => i !== missing)
      const stream = await writeStream(t, codec, rest, SIZE)
      await assertShows(t, { config, chunks: rest }, await shownByFfmpeg({ file: stream, config, chunks: rest }))
    }
  })

  test(`#dom-videodecoder-key-chunk-required-slot: ${codec}: a stream cut inside of a group of pictures is a DataError until its next key chunk`, async t => {
    const { config, chunks } = await mediaOf(t)
    const { decoder, log } = recordingDecoder(t, config)
    for (const type of ['key', 'delta'] as const) {
      for (const chunk of chunks.slice(1)) {
        t.throws(() => decodeAll(decoder, [{ ...chunk, type }]), exception('DataError'))
      }
    }
    decodeAll(decoder, chunks)
    await decoder.flush()
    t.is(log.length, chunks.length)
  })
}
