import test, { type ExecutionContext } from 'ava'
import type { VideoFrame } from '../../index.js'
import { CODEC_NAMES } from '../support/codecs.js'
import { gray, pixels } from '../support/frames.js'
import { makeMedia } from '../support/media.js'
import { decodeAll, encodeAll, recording, recordingDecoder } from '../support/recording.js'
import { KEY_CHUNKS } from '../support/subjects.js'

/** The first frame of a stream of 96x64 pixels, and its luma. */
async function decodedPixels(t: ExecutionContext, file: string, options: string[]) {
  const { config, chunks } = await makeMedia(t, file, [...X264, ...options], { frames: 1 })
  const { decoder, frames } = recordingDecoder(t, config)
  decodeAll(decoder, chunks)
  await decoder.flush()
  const frame = frames[0] as VideoFrame
  return { frame, luma: await pixels(frame) }
}

const X264 = ['-c:v', 'libx264', '-x264-params', 'threads=1']

test('#dom-videodecoder-output-callback: timestamps and durations are the chunks\u2019 own, whatever they are', async t => {
  const times = [
    { timestamp: -5000, duration: 1 },
    { timestamp: -5000 },
    { timestamp: 9_000_000_000_000, duration: 0 },
    { timestamp: 3 },
    { timestamp: 0, duration: 5_000_000_000 },
  ]
  const { decoder, frames } = recordingDecoder(t, { codec: 'vp8' })
  decodeAll(
    decoder,
    times.map((time, i) => ({ ...time, type: 'key', data: KEY_CHUNKS[i] as Buffer })),
  )
  await decoder.flush()
  t.deepEqual(
    frames.map(({ timestamp, duration }) => ({ timestamp, duration })),
    times.map(({ timestamp, duration }) => ({ timestamp, duration: duration ?? null })),
  )
})

for (const codec of CODEC_NAMES) {
  test(`#dom-videodecoderconfig-optimizeforlatency: ${codec}: each frame comes out before the next chunk goes in`, async t => {
    const { encoder, packets } = recording(t, codec, { latencyMode: 'realtime' })
    encodeAll(
      encoder,
      Array.from({ length: 6 }, (_, i) => gray(40 * i, { timestamp: i })),
    )
    await encoder.flush()
    const { codedWidth, codedHeight, ...config } = packets[0]?.metadata?.decoderConfig ?? { codec: 'none' }
    const { decoder, frames, hooks } = recordingDecoder(t, { ...config, optimizeForLatency: true })
    for (const packet of packets) {
      const came = new Promise<void>(resolve => {
        hooks.output = resolve
      })
      decodeAll(decoder, [packet])
      await came
    }
    t.deepEqual(
      frames.map(({ timestamp }) => timestamp),
      [0, 1, 2, 3, 4, 5],
    )
  })
}

test('#dom-videodecoderconfig-optimizeforlatency: with B-frames, frames still come in presentation order', async t => {
  const { config, chunks } = await makeMedia(t, 'media.mp4', [...X264, '-bf', '3'])
  const { decoder, frames } = recordingDecoder(t, { ...config, optimizeForLatency: true })
  decodeAll(decoder, chunks)
  await decoder.flush()
  t.deepEqual(
    frames.map(({ timestamp }) => timestamp),
    chunks.map(({ timestamp }) => timestamp).toSorted((a, b) => a - b),
  )
})

test('#output-videoframes: the display size follows the stream\u2019s pixel aspect ratio', async t => {
  const { config, chunks } = await makeMedia(t, 'media.mp4', ['-vf', 'setsar=2', ...X264], { frames: 1 })
  const { decoder, frames } = recordingDecoder(t, config)
  decodeAll(decoder, chunks)
  await decoder.flush()
  t.like(frames[0], { codedWidth: 96, codedHeight: 64, displayWidth: 192, displayHeight: 64 })
})

test('#output-videoframes: columns and rows that the stream crops do not come out', async t => {
  const crop = ['-bsf:v', 'h264_metadata=crop_left=6:crop_right=2:crop_top=4:crop_bottom=8']
  const whole = await decodedPixels(t, 'whole.mp4', [])
  const cropped = await decodedPixels(t, 'cropped.mp4', crop)
  t.like(cropped.frame, { codedWidth: 88, codedHeight: 52 })
  const row = (y: number) => whole.luma.subarray((y + 4) * 96 + 6, (y + 4) * 96 + 94)
  for (let y = 0; y < 52; y++) t.deepEqual(cropped.luma.subarray(y * 88, y * 88 + 88), row(y), `row ${y}`)
})

test('#output-videoframes: display aspect, rotation, flip and colour space of the config are the frames\u2019', async t => {
  const colorSpace = { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl', fullRange: true } as const
  const config = { displayAspectWidth: 2, displayAspectHeight: 1, rotation: 180, flip: true, colorSpace }
  const { decoder, frames } = recordingDecoder(t, { codec: 'vp8', ...config })
  decodeAll(decoder, [{ type: 'key', timestamp: 0, data: KEY_CHUNKS[0] as Buffer }])
  await decoder.flush()
  t.like(frames[0], { codedWidth: 64, codedHeight: 48, displayWidth: 96, displayHeight: 48, rotation: 180, flip: true })
  t.deepEqual(frames[0]?.colorSpace.toJSON(), colorSpace)
})

test('#output-videoframes: the colour space is the stream\u2019s', async t => {
  const colors = [
    '-colorspace',
    'bt2020nc',
    '-color_primaries',
    'bt2020',
    '-color_trc',
    'smpte2084',
    '-color_range',
    'pc',
  ]
  const { config, chunks } = await makeMedia(t, 'media.mp4', [...X264, ...colors], { frames: 1 })
  const { decoder, frames } = recordingDecoder(t, config)
  decodeAll(decoder, chunks)
  await decoder.flush()
  t.deepEqual(frames[0]?.colorSpace.toJSON(), {
    primaries: 'bt2020',
    transfer: 'pq',
    matrix: 'bt2020-ncl',
    fullRange: true,
  })
})

test('#dom-videodecoder-close: frames that came out stay usable', async t => {
  const { decoder, frames } = recordingDecoder(t, { codec: 'vp8' })
  decodeAll(decoder, [{ type: 'key', timestamp: 0, data: KEY_CHUNKS[0] as Buffer }])
  await decoder.flush()
  decoder.close()
  const bytes = new Uint8Array(frames[0]?.allocationSize() ?? 0)
  await t.notThrowsAsync(async () => frames[0]?.copyTo(bytes))
  t.true(bytes.some(byte => byte !== 0))
})
