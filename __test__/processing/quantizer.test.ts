import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { VideoEncoder, type VideoEncoderConfig, type VideoEncoderEncodeOptions } from '../../index.js'
import { CODECS, writeStream } from '../support/codecs.js'
import { gradient, sampleFrame } from '../support/formats.js'
import { noisy } from '../support/frames.js'
import { writeMp4 } from '../support/media.js'
import { ffprobe, headersTracedByFfmpeg, temporaryDirectory } from '../support/programs.js'
import { quantizersOf, vp9Index } from '../support/quantizers.js'
import { encodeAll, encoderConfig, recording } from '../support/recording.js'

const NAMES = ['avc', 'hevc', 'vp9'] as const
type Name = (typeof NAMES)[number] & keyof typeof CODECS
const MODES = ['quality', 'realtime'] as const
type Step = Pick<VideoEncoderEncodeOptions, 'keyFrame'> & { quantizer?: number | null }

const byQuantizer = (codec: Name, overrides: Partial<VideoEncoderConfig> = {}) =>
  ({ bitrateMode: 'quantizer', ...CODECS[codec].elementary, ...overrides }) as const

/** Encodes a frame of noise for each step, its number the timestamp; resolves with the chunks. */
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
const VALUES = STEPS.map(({ quantizer }) => quantizer)
for (const [codec, quantizers, inStream] of [
  ['avc', VALUES, (quantizer: number) => quantizer],
  ['hevc', VALUES, (quantizer: number) => quantizer],
  ['vp9', [...VALUES, ...BEYOND], vp9Index],
] as const) {
  for (const latencyMode of MODES) {
    test(`#dom-videoencoderencodeoptions-${codec}: ${latencyMode}: the stream's headers name the quantizer, of key frames as well`, async t => {
      const steps = quantizers.map((quantizer, i) => ({ quantizer, keyFrame: KEYS.includes(i) }))
      const packets = await encoded(t, codec, steps, { latencyMode })
      const isKey = (i: number) => i === 0 || KEYS.includes(i)
      t.deepEqual(
        packets.map(({ type }) => type === 'key'),
        packets.map(({ timestamp }) => isKey(timestamp)),
      )
      t.is(packets.filter(({ metadata }) => metadata?.decoderConfig).length, 1)
      t.deepEqual(
        await quantizersOf(await writeStream(t, codec, packets)),
        packets.map(({ timestamp }) => inStream(quantizers[timestamp] ?? -1, isKey(timestamp))),
      )
    })
  }
}

for (const [codec, format, depth] of [
  ['hvc1.1.6.L93.B0', 'hevc', 8],
  ['hvc1.2.4.L93.B0', 'annexb', 10],
  ['hvc1.4.10.L93.98.08', 'hevc', 12],
] as const) {
  test(`#dom-videoencoderencodeoptions-hevc: ${depth} bits, format ${format}: the stream's headers name the quantizer, and no block has another`, async t => {
    const packets = await encoded(t, 'hevc', STEPS, { codec, hevc: { format } })
    const file =
      format === 'hevc' ? join(await temporaryDirectory(t), 'stream.mp4') : await writeStream(t, 'hevc', packets)
    if (format === 'hevc') await writeMp4(file, 'hevc', packets)
    t.deepEqual(
      await quantizersOf(file),
      packets.map(({ timestamp }) => VALUES[timestamp]),
    )
    const headers = await headersTracedByFfmpeg(file)
    const flags = headers.filter(({ name }) => name === 'cu_qp_delta_enabled_flag')
    t.true(flags.length > 0 && flags.every(({ value }) => value === 0))
    const { frames } = await ffprobe(file)
    t.is(frames.length, STEPS.length)
  })
}

test('#dom-videoencoderbitratemode-quantizer: hevc: the colours are in the stream', async t => {
  const colorSpace = { primaries: 'bt2020', transfer: 'hlg', matrix: 'bt2020-ncl', fullRange: true } as const
  const { encoder, packets } = recording(t, 'hevc', byQuantizer('hevc', { codec: 'hvc1.2.4.L93.B0' }))
  encodeAll(encoder, [sampleFrame('I420P10', gradient('I420P10'), { colorSpace })], { hevc: { quantizer: 20 } })
  await encoder.flush()
  t.deepEqual(packets[0]?.metadata?.decoderConfig?.colorSpace, colorSpace)
  const { stream } = await ffprobe(await writeStream(t, 'hevc', packets))
  t.like(stream, {
    profile: 'Main 10',
    pix_fmt: 'yuv420p10le',
    color_primaries: 'bt2020',
    color_transfer: 'arib-std-b67',
    color_space: 'bt2020nc',
    color_range: 'pc',
  })
})

test('#dom-videoencoderencodeoptions-hevc: the frames after another configure() have their quantizers too', async t => {
  const { encoder, packets } = recording(t, 'hevc', byQuantizer('hevc'))
  const quantizers = [12, 40, 33, 20, 45, 8]
  for (const [i, quantizer] of quantizers.entries()) {
    if (i === 3) encoder.configure(encoderConfig('hevc', byQuantizer('hevc', { latencyMode: 'realtime' })))
    encodeAll(encoder, [noisy(i, { timestamp: i })], { hevc: { quantizer } })
  }
  await encoder.flush()
  t.deepEqual(
    packets.filter(({ type }) => type === 'key').map(({ timestamp }) => timestamp),
    [0, 3],
  )
  t.deepEqual(
    await quantizersOf(await writeStream(t, 'hevc', packets)),
    packets.map(({ timestamp }) => quantizers[timestamp]),
  )
})

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
