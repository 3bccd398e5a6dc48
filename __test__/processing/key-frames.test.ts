import test from 'ava'
import { CODEC_NAMES, CODECS, writeStream } from '../support/codecs.js'
import { moving } from '../support/frames.js'
import { ffprobe } from '../support/programs.js'
import { recording } from '../support/recording.js'

const FORCED = [0, 10, 20, 29]

for (const codec of CODEC_NAMES) {
  for (const latencyMode of ['quality', 'realtime'] as const) {
    test(`#dom-videoencoderencodeoptions-keyframe: ${codec}, ${latencyMode}: is honoured`, async t => {
      const { encoder, packets } = recording(t, codec, { latencyMode, ...CODECS[codec].elementary })
      for (let i = 0; i < 30; i++) {
        const frame = moving(i, { timestamp: i * 1000 })
        encoder.encode(frame, { keyFrame: FORCED.includes(i) })
        frame.close()
      }
      await encoder.flush()
      const keys = packets.filter(({ type }) => type === 'key').map(({ timestamp }) => timestamp / 1000)
      t.deepEqual(
        FORCED.filter(i => keys.includes(i)),
        FORCED,
      )
      t.true(keys.length < 10) // an encoder may add some

      const { frames } = await ffprobe(await writeStream(t, codec, packets))
      t.is(frames.length, 30)
      t.deepEqual(
        frames.flatMap(({ key_frame }, i) => (key_frame ? [i] : [])),
        keys,
      )
    })
  }
}
