import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { VideoEncoder, type VideoEncoderConfig, type VideoEncoderEncodeOptions, VideoFrame } from '../../index.js'
import { CODECS, writeStream } from '../support/codecs.js'
import { noisy } from '../support/frames.js'
import { decodedByFfmpeg, ffmpeg, ffprobe, headersTracedByFfmpeg, temporaryDirectory } from '../support/programs.js'
import { quantizersOf, vp9Index } from '../support/quantizers.js'
import { encodeAll, encoderConfig, recording } from '../support/recording.js'

const NAMES = ['avc', 'hevc', 'vp9'] as const
type Name = (typeof NAMES)[number] & keyof typeof CODECS
const MODES = ['quality', 'realtime'] as const
type Step = Pick<VideoEncoderEncodeOptions, 'keyFrame'> & { quantizer?: number | null }

const byQuantizer = (codec: Name, overrides: Partial<VideoEncoderConfig> = {}) =>
  ({ bitrateMode: 'quantizer', ...CODECS[codec].elementary, ...overrides }) as const

/** Encodes a frame of noise for each step; resolves with the chunks in the order of the frames. */
async function encoded(t: ExecutionContext, codec: Name, steps: Step[], overrides: Partial<VideoEncoderConfig> = {}) {
  const { encoder, packets } = recording(t, codec, byQuantizer(codec, overrides))
  for (const [i, { keyFrame = false, quantizer }] of steps.entries()) {
    const frame = noisy(i, { timestamp: i })
    encoder.encode(frame, { keyFrame, ...(quantizer !== undefined && { [codec]: { quantizer } }) })
    frame.close()
  }
  await encoder.flush()
  t.is(packets.length, steps.length)
  return packets
}

const STEPS = [15, 45, 30, 0, 51, 22, 1, 38, 45, 15].map(quantizer => ({ quantizer }))

for (const codec of NAMES) {
  for (const latencyMode of MODES) {
    test(`#dom-videoencoderbitratemode-quantizer: ${codec}, ${latencyMode}: 45 is smaller than 15 at every position`, async t => {
      for (let place = 0; place < 5; place++) {
        const steps = (quantizer: number) =>
          Array.from({ length: 5 }, (_, i) => ({ quantizer: i === place ? quantizer : 30 }))
        const [coarse, fine] = await Promise.all([45, 15].map(q => encoded(t, codec, steps(q), { latencyMode })))
        const at = (packets = coarse) => packets?.find(({ timestamp }) => timestamp === place)?.data.length ?? 0
        t.true(at(coarse) * 1.5 < at(fine), `${place}: ${at(coarse)}, ${at(fine)}`)
      }
    })

    test(`#dom-videoencoderbitratemode-quantizer: ${codec}, ${latencyMode}: a change neither makes a key frame nor opens the coder anew`, async t => {
      const packets = await encoded(t, codec, STEPS, { latencyMode })
      t.deepEqual(
        packets.map(({ type }) => type),
        packets.map((_, i) => (i === 0 ? 'key' : 'delta')),
      )
      t.is(packets.filter(({ metadata }) => metadata?.decoderConfig).length, 1)
      const { frames } = await ffprobe(await writeStream(t, codec, packets))
      t.deepEqual(
        frames.map(({ pict_type }) => pict_type === 'I'),
        frames.map((_, i) => i === 0),
      )
    })
  }
}

const KEYS = [4, 8, 12, 16]
const BEYOND = [52, 55, 59, 60, 63, 54, 62, 58, 63]
for (const [codec, quantizers, inStream] of [
  ['avc', STEPS.map(({ quantizer }) => quantizer), (quantizer: number) => quantizer],
  ['vp9', [...STEPS.map(({ quantizer }) => quantizer), ...BEYOND], vp9Index],
] as const) {
  for (const latencyMode of MODES) {
    test(`#dom-videoencoderencodeoptions-${codec}: ${latencyMode}: the stream's headers name the quantizer, of key frames as well`, async t => {
      const steps = quantizers.map((quantizer, i) => ({ quantizer, keyFrame: KEYS.includes(i) }))
      const packets = await encoded(t, codec, steps, { latencyMode })
      const isKey = (i: number) => i === 0 || KEYS.includes(i)
      t.deepEqual(
        packets.map(({ type }) => type === 'key'),
        steps.map((_, i) => isKey(i)),
      )
      t.is(packets.filter(({ metadata }) => metadata?.decoderConfig).length, 1)
      t.deepEqual(
        await quantizersOf(await writeStream(t, codec, packets)),
        quantizers.map((quantizer, i) => inStream(quantizer, isKey(i))),
      )
    })
  }
}

test('#dom-videoencoderencodeoptions-avc: a key frame after the first frame is of the same coder, and has its own quantizer', async t => {
  const steps = [{ quantizer: 45 }, { quantizer: 15, keyFrame: true }, { quantizer: 30, keyFrame: true }]
  const packets = await encoded(t, 'avc', steps)
  t.true(packets.every(({ type }) => type === 'key'))
  const headers = await headersTracedByFfmpeg(await writeStream(t, 'avc', packets))
  const numbers = headers.filter(({ name }) => name === 'idr_pic_id').map(({ value }) => value)
  t.is(numbers.length, 3)
  t.true(
    numbers.every((number, i) => number !== numbers[i - 1]),
    `${numbers}`,
  ) // section 7.4.3
  t.deepEqual(await quantizersOf(await writeStream(t, 'avc', packets)), [45, 15, 30])
})

// Blocks have the quantizers here, whose place in the stream ffmpeg does not show. So its own coder tells how far a picture
// is off with each of them: one of black and white dots, of which even the coarsest leaves something.
const DISTINCT = [15, 45, 30, 51, 22, 38, 48]
const BYTES = 64 * 48 * 1.5

function dots(seed: number): Uint8Array<ArrayBuffer> {
  let state = seed + 1
  return Uint8Array.from({ length: BYTES }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 31) * 255
  })
}

/** The mean square of what the coded picture is off its source by. */
const distortion = (source: Uint8Array, coded: Uint8Array) =>
  source.reduce((sum, sample, i) => sum + (sample - (coded[i] ?? 0)) ** 2, 0) / source.length

/** How far the ffmpeg program's pictures of the sources are off, by quantizer. */
async function distortionsByProgram(t: ExecutionContext, sources: Uint8Array[], preset: string) {
  const quantizers = [...new Set(DISTINCT.flatMap(quantizer => [quantizer - 1, Math.min(51, quantizer + 1)]))]
  const file = join(await temporaryDirectory(t), 'source.yuv')
  await writeFile(file, Buffer.concat(sources))
  const streams = quantizers.map(quantizer => `${file}.${quantizer}.hevc`)
  const outputs = quantizers.flatMap((quantizer, i) => {
    const params = `log-level=none:qp=${quantizer}:ipratio=1:pbratio=1:pools=none:frame-threads=1`
    return ['-c:v', 'libx265', '-preset', preset, '-x265-params', params, streams[i] ?? '']
  })
  await ffmpeg('-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', '64x48', '-i', file, ...outputs)
  const inOne = `${file}.hevc`
  await writeFile(inOne, Buffer.concat(await Promise.all(streams.map(stream => readFile(stream)))))
  const pictures = await decodedByFfmpeg(inOne, 'yuv420p', BYTES)
  t.is(pictures.length, quantizers.length * sources.length)
  return (quantizer: number, i: number) => {
    const picture = pictures[quantizers.indexOf(quantizer) * sources.length + i]
    return distortion(sources[i] ?? Buffer.of(), picture ?? Buffer.of())
  }
}

for (const [latencyMode, preset] of [
  ['realtime', 'ultrafast'],
  ['quality', 'fast'],
] as const) {
  test(`#dom-videoencoderencodeoptions-hevc: ${latencyMode}: frames are as far off as the ffmpeg program's of that quantizer`, async t => {
    const sources = DISTINCT.map((_, i) => dots(i))
    const { encoder, packets } = recording(t, 'hevc', {
      ...byQuantizer('hevc', { latencyMode }),
      codec: 'hvc1.1.6.L30.B0', // a level of fewer bits than these frames take
    })
    for (const [i, quantizer] of DISTINCT.entries()) {
      const init = { format: 'I420', codedWidth: 64, codedHeight: 48, timestamp: i } as const
      const frame = new VideoFrame(sources[i] ?? Buffer.of(), init)
      encoder.encode(frame, { hevc: { quantizer } })
      frame.close()
    }
    await encoder.flush()
    const ours = await decodedByFfmpeg(await writeStream(t, 'hevc', packets), 'yuv420p', BYTES)
    const off = await distortionsByProgram(t, sources, preset)
    for (const [i, quantizer] of DISTINCT.entries()) {
      const mine = distortion(sources[i] ?? Buffer.of(), ours[i] ?? Buffer.of())
      const [below, above] = [off(quantizer - 1, i), off(Math.min(51, quantizer + 1), i) * (quantizer === 51 ? 1.1 : 1)]
      t.true(below < mine && mine < above, `${i}, ${quantizer}: ${below} < ${mine} < ${above}`)
    }
  })
}

test('#dom-videoencoderencodeoptions-vp9: what is greater than 63 is 63, and coarser than 50', async t => {
  const sizes = async (quantizer: number) =>
    (await encoded(t, 'vp9', [{ quantizer }, { quantizer }])).map(({ data }) => data.length)
  const greatest = await sizes(63)
  t.deepEqual(await sizes(64), greatest)
  t.deepEqual(await sizes(255), greatest)
  t.true((greatest[0] ?? 0) < ((await sizes(50))[0] ?? 0))
})

for (const codec of NAMES) {
  test(`#dom-videoencoderencodeoptions-${codec}: without a quantizer, or with null, a frame has that of the frame before`, async t => {
    const steps = [{}, { quantizer: 40 }, { quantizer: 40 }, { quantizer: 12 }, {}, { quantizer: null }]
    const named = [{ quantizer: codec === 'vp9' ? 32 : 26 }, ...[40, 40, 12, 12, 12].map(quantizer => ({ quantizer }))]
    const data = async (of: Step[]) => (await encoded(t, codec, of)).map(packet => packet.data)
    t.deepEqual(await data(steps), await data(named))
  })
}

for (const codec of ['avc', 'hevc'] as const) {
  test(`#dom-videoencoderencodeoptions-${codec}: a quantizer beyond 51 is a TypeError, and nothing is queued`, t => {
    const { encoder } = recording(t, codec, byQuantizer(codec))
    const frame = noisy(0)
    for (const quantizer of [52, 65_535]) {
      const error = t.throws(() => encoder.encode(frame, { [codec]: { quantizer } }), { instanceOf: TypeError })
      t.regex(error?.message ?? '', /quantizer must be from 0 to 51, got/)
    }
    t.is(encoder.encodeQueueSize, 0)
    frame.close()
  })
}

test('#dom-videoencoder-encode: quantizers of other codecs, and in other modes, are ignored', async t => {
  const data = async (overrides: Partial<VideoEncoderConfig>, options: VideoEncoderEncodeOptions) => {
    const { encoder, packets } = recording(t, 'avc', overrides)
    encodeAll(encoder, [noisy(0), noisy(1)], options)
    await encoder.flush()
    return packets.map(packet => packet.data)
  }
  const others = { hevc: { quantizer: 99 }, vp9: { quantizer: 1 }, av1: { quantizer: 999 } }
  t.deepEqual(await data(byQuantizer('avc'), others), await data(byQuantizer('avc'), {}))
  t.deepEqual(await data({}, { avc: { quantizer: 99 } }), await data({}, {}))
})

test('#dom-videoencoderbitratemode-quantizer: is unsupported where no coder can be told', async t => {
  for (const codec of ['vp8', 'av1'] as const) {
    for (const latencyMode of MODES) {
      const config = encoderConfig(codec, { bitrateMode: 'quantizer', latencyMode })
      t.false((await VideoEncoder.isConfigSupported(config)).supported, codec)
    }
  }
})

test('#dom-videoencoderconfig-bitrate: does not limit quantizers', async t => {
  for (const codec of NAMES) {
    const sizes = async (bitrate: number) =>
      (await encoded(t, codec, [{ quantizer: 20 }, { quantizer: 20 }], { bitrate })).map(({ data }) => data.length)
    t.deepEqual(await sizes(10_000), await sizes(10_000_000))
  }
})
