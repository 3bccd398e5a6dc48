import test from 'ava'
import { CODECS, type CodecName, writeStream } from '../support/codecs.js'
import {
  distinct,
  gradient,
  PLANAR,
  type PlanarName,
  psnr,
  sampleFrame,
  toBytes,
  toSamples,
} from '../support/formats.js'
import { decodedByFfmpeg, ffprobe } from '../support/programs.js'
import { encodeAll, recording } from '../support/recording.js'

const FRAMES = 4
const PIXELS = 64 * 48

/** What is coded from which frames, and what ffprobe calls its profile. */
const STREAMS: [CodecName, string, PlanarName, string][] = [
  ['avc', 'avc1.6E001E', 'I420P10', 'High 10'],
  ['avc', 'avc1.7A001E', 'I422', 'High 4:2:2'],
  ['avc', 'avc1.7A001E', 'I422P10', 'High 4:2:2'],
  ['avc', 'avc1.F4001E', 'I444', 'High 4:4:4 Predictive'],
  ['avc', 'avc1.F4001E', 'I444P10', 'High 4:4:4 Predictive'],
  ['hevc', 'hvc1.2.4.L93.B0', 'I420P10', 'Main 10'],
  ['hevc', 'hvc1.4.10.L93.9E.08', 'I444', 'Rext'],
  ['hevc', 'hvc1.4.10.L93.9D.08', 'I422P10', 'Rext'],
  ['hevc', 'hvc1.4.10.L93.9C.08', 'I444P10', 'Rext'],
  ['hevc', 'hvc1.4.10.L93.99.88', 'I420P12', 'Rext'],
  ['hevc', 'hvc1.4.10.L93.99.08', 'I422P12', 'Rext'],
  ['hevc', 'hvc1.4.10.L93.98.08', 'I444P12', 'Rext'],
  ['hevc', 'hvc1.4.10.L93.B0', 'I422', 'Rext'],
  ['hevc', 'hvc1.4.10.L93.B0', 'I444P12', 'Rext'],
  ['vp9', 'vp09.01.10.08.02', 'I422', 'Profile 1'],
  ['vp9', 'vp09.01.10.08.03', 'I444', 'Profile 1'],
  ['vp9', 'vp09.02.10.10', 'I420P10', 'Profile 2'],
  ['vp9', 'vp09.02.10.12', 'I420P12', 'Profile 2'],
  ['vp9', 'vp09.03.10.10.02', 'I422P10', 'Profile 3'],
  ['vp9', 'vp09.03.10.10.03', 'I444P10', 'Profile 3'],
  ['vp9', 'vp09.03.10.12.02', 'I422P12', 'Profile 3'],
  ['vp9', 'vp09.03.10.12.03', 'I444P12', 'Profile 3'],
  ['av1', 'av01.0.04M.10', 'I420P10', 'Main'],
  ['av1', 'av01.1.04M.08', 'I444', 'High'],
  ['av1', 'av01.1.04M.10', 'I444P10', 'High'],
  ['av1', 'av01.2.04M.08', 'I422', 'Professional'],
  ['av1', 'av01.2.04M.10', 'I422P10', 'Professional'],
  ['av1', 'av01.2.04M.12.0.110', 'I420P12', 'Professional'],
  ['av1', 'av01.2.04M.12.0.100', 'I422P12', 'Professional'],
  ['av1', 'av01.2.04M.12.0.000', 'I444P12', 'Professional'],
]

for (const [i, [name, codec, format, profile]] of STREAMS.entries()) {
  const { pixFmt, bits } = PLANAR[format]
  const latencyMode = i % 2 ? 'quality' : 'realtime'
  test(`#fully-qualified-codec-strings: ${codec} from ${format}, ${latencyMode}: is ${profile}, ${pixFmt} and as precise`, async t => {
    const config = { codec, latencyMode, bitrate: 4_000_000, ...CODECS[name].elementary } as const
    const { encoder, packets, errors } = recording(t, name, config)
    const sources = Array.from({ length: FRAMES }, (_, i) => gradient(format, i))
    encodeAll(
      encoder,
      sources.map((samples, i) => sampleFrame(format, samples, { timestamp: i * 33_333 })),
    )
    await encoder.flush()
    t.deepEqual(errors, [])
    t.is(packets.length, FRAMES)
    const file = await writeStream(t, name, packets)
    t.like((await ffprobe(file)).stream, { profile, pix_fmt: pixFmt })
    const decoded = await decodedByFfmpeg(file, pixFmt, toBytes(format, sources[0] ?? []).length)
    t.is(decoded.length, FRAMES)
    for (const [i, bytes] of decoded.entries()) {
      const samples = toSamples(format, bytes)
      const quality = psnr(samples, sources[i] ?? [], bits)
      t.true(quality > (i === 0 ? 45 : 33), `frame ${i}: ${quality} dB`)
      if (bits > 8) t.true(distinct(samples, PIXELS) > 256, `frame ${i}`)
    }
  })
}
