import test from 'ava'
import { type EncodedVideoChunk, VideoEncoder, VideoFrame } from '../../index.js'
import { countingFrame } from '../support/planes.js'

test('#output-encodedvideochunks: a timestamp that only VideoFrameInit takes comes out as it went in', async t => {
  const timestamps: number[] = []
  const output = (chunk: EncodedVideoChunk) => timestamps.push(chunk.timestamp)
  const encoder = new VideoEncoder({ output, error: error => t.fail(error.message) })
  encoder.configure({ codec: 'vp8', width: 16, height: 16, latencyMode: 'realtime' })
  const frame = countingFrame({ codedWidth: 16, codedHeight: 16 })
  const extremes = [-(2 ** 63), 2 ** 53 + 2]
  for (const timestamp of extremes) encoder.encode(new VideoFrame(frame, { timestamp }))
  await encoder.flush()
  encoder.close()
  t.deepEqual(timestamps, extremes)
})
