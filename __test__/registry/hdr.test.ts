import test, { type ExecutionContext } from 'ava'
import type { VideoFrame } from '../../index.js'
import { CODECS, type CodecName, writeStream } from '../support/codecs.js'
import { gradient, PLANAR, type PlanarName, sampleFrame } from '../support/formats.js'
import { pixels } from '../support/frames.js'
import { makeMedia, writeMp4 } from '../support/media.js'
import { decodedByFfmpeg, ffprobe, probeSideData, temporaryDirectory } from '../support/programs.js'
import { decodeAll, encodeAll, recording, recordingDecoder } from '../support/recording.js'

const PQ = { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl', fullRange: false } as const
const HLG = { ...PQ, transfer: 'hlg' } as const
const PROBED = { pq: 'smpte2084', hlg: 'arib-std-b67' }

const STREAMS: [CodecName, string, PlanarName, typeof PQ | typeof HLG][] = [
  ['avc', 'avc1.6E001E', 'I420P10', HLG],
  ['hevc', 'hvc1.2.4.L93.B0', 'I420P10', PQ],
  ['hevc', 'hvc1.2.4.L93.B0', 'I420P10', HLG],
  ['hevc', 'hvc1.4.10.L93.9D.08', 'I422P10', PQ],
  ['hevc', 'hvc1.4.10.L93.9C.08', 'I444P10', HLG],
  ['vp9', 'vp09.02.10.10.01.09.16.09.00', 'I420P10', PQ],
  ['vp9', 'vp09.03.10.10.02.09.18.09.00', 'I422P10', HLG],
  ['vp9', 'vp09.03.10.10.03.09.16.09.00', 'I444P10', PQ],
  ['av1', 'av01.0.04M.10.0.110.09.16.09.0', 'I420P10', PQ],
  ['av1', 'av01.0.04M.10.0.110.09.18.09.0', 'I420P10', HLG],
  ['av1', 'av01.2.04M.10.0.100.09.16.09.0', 'I422P10', PQ],
  ['av1', 'av01.1.04M.10.0.000.09.18.09.0', 'I444P10', HLG],
]

for (const [name, codec, format, colorSpace] of STREAMS) {
  test(`#videocolorspace: ${codec}, ${format}: ${colorSpace.transfer} is in the stream, its description and the decoded frames`, async t => {
    const { encoder, packets } = recording(t, name, { codec, bitrate: 2_000_000, ...CODECS[name].elementary })
    encodeAll(encoder, [sampleFrame(format, gradient(format), { colorSpace })])
    await encoder.flush()
    const decoderConfig = packets[0]?.metadata?.decoderConfig
    t.deepEqual(decoderConfig?.colorSpace, colorSpace)

    const file = await writeStream(t, name, packets)
    const { stream } = await ffprobe(file)
    t.like(stream, { color_range: 'tv', color_space: 'bt2020nc', pix_fmt: PLANAR[format].pixFmt })
    // VP9's header has no more.
    if (name !== 'vp9') t.like(stream, { color_primaries: 'bt2020', color_transfer: PROBED[colorSpace.transfer] })

    const { decoder, frames } = recordingDecoder(t, decoderConfig)
    decodeAll(decoder, packets)
    await decoder.flush()
    t.is(frames[0]?.format, format)
    t.deepEqual(frames[0]?.colorSpace.toJSON(), colorSpace)
    const own = await pixels(frames[0] as VideoFrame)
    t.deepEqual([own], await decodedByFfmpeg(file, PLANAR[format].pixFmt, own.length))
  })
}

test('#dom-videodecoderconfig-colorspace: overrides what the stream says; without it the stream speaks', async t => {
  const { encoder, packets } = recording(t, 'hevc', { codec: 'hvc1.2.4.L93.B0' })
  encodeAll(encoder, [sampleFrame('I420P10', gradient('I420P10'), { colorSpace: PQ })])
  await encoder.flush()
  const { colorSpace: _, ...plain } = packets[0]?.metadata?.decoderConfig ?? { codec: '' }
  for (const [config, wanted] of [
    [plain, PQ],
    [{ ...plain, colorSpace: HLG }, HLG],
  ] as const) {
    const { decoder, frames } = recordingDecoder(t, config)
    decodeAll(decoder, packets)
    await decoder.flush()
    t.deepEqual(frames[0]?.colorSpace.toJSON(), wanted)
  }
})

const MASTERING = 'master-display=G(8500,39850)B(6550,2300)R(35400,14600)WP(15635,16450)L(10000000,1)'
const HDR10 = [
  '-tag:v',
  'hvc1',
  '-c:v',
  'libx265',
  '-pix_fmt',
  'yuv420p10le',
  '-x265-params',
  `log-level=none:keyint=2:hdr10=1:repeat-headers=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:${MASTERING}:max-cll=1000,400`,
]

/** The value of "8500/50000". */
const value = (fraction: unknown) => {
  const [numerator = 0, denominator = 1] = `${fraction}`.split('/').map(Number)
  return numerator / denominator
}

/** Mastering display and light level of each key frame of a file, as ffprobe sees them. */
async function mastering(file: string) {
  const frames = (await probeSideData(file)).filter(frame => frame.key_frame === 1)
  return frames.map(({ side_data_list = [] }) => {
    const of = (type: string) => side_data_list.find(({ side_data_type }) => side_data_type === type) ?? {}
    const { side_data_type, ...display } = of('Mastering display metadata')
    const light = of('Content light level metadata')
    const values = Object.entries(display).map(([name, fraction]) => [name, value(fraction)] as const)
    return { display: Object.fromEntries(values), light: [light.max_content, light.max_average] }
  })
}

function assertMastering(t: ExecutionContext, found: Awaited<ReturnType<typeof mastering>>, count: number): void {
  const display = {
    red_x: 0.708,
    red_y: 0.292,
    green_x: 0.17,
    green_y: 0.797,
    blue_x: 0.131,
    blue_y: 0.046,
    white_point_x: 0.3127,
    white_point_y: 0.329,
    min_luminance: 0.0001,
    max_luminance: 1000,
  }
  t.is(found.length, count)
  for (const frame of found) {
    t.deepEqual(frame.light, [1000, 400])
    for (const [name, wanted] of Object.entries(display)) {
      t.true(Math.abs((frame.display[name] ?? Number.NaN) - wanted) < 3e-5, `${name}: ${frame.display[name]}`)
    }
  }
}

for (const [name, codec] of [
  ['hevc', 'hvc1.2.4.L93.B0'],
  ['av1', 'av01.0.04M.10'],
] as const) {
  test(`#dom-videoencoder-encode: ${name}: mastering metadata of decoded frames are in every key frame`, async t => {
    const media = await makeMedia(t, 'hdr10.mp4', HDR10, { frames: 4, size: '64x48' })
    const { decoder, frames } = recordingDecoder(t, media.config)
    decodeAll(decoder, media.chunks)
    await decoder.flush()
    const { encoder, packets } = recording(t, name, { codec, ...CODECS[name].elementary })
    for (const [i, frame] of frames.entries()) encoder.encode(frame, { keyFrame: i === 2 })
    await encoder.flush()
    const file = await writeStream(t, name, packets)
    const found = await mastering(file)
    assertMastering(t, found, packets.filter(({ type }) => type === 'key').length)
    t.true(found.length >= 2)
    t.like((await ffprobe(file)).stream, { color_transfer: 'smpte2084', pix_fmt: 'yuv420p10le' })
  })
}

test('#hevc-bitstream-format: hevc: mastering metadata are in the chunks of an MP4 file', async t => {
  const media = await makeMedia(t, 'hdr10.mp4', HDR10, { frames: 1, size: '64x48' })
  const { decoder, frames } = recordingDecoder(t, media.config)
  decodeAll(decoder, media.chunks)
  await decoder.flush()
  const { encoder, packets } = recording(t, 'hevc', { codec: 'hvc1.2.4.L93.B0' })
  for (const frame of frames) encoder.encode(frame)
  await encoder.flush()
  const file = `${await temporaryDirectory(t)}/hdr.mp4`
  await writeMp4(file, 'hevc', packets)
  assertMastering(t, await mastering(file), 1)
})
