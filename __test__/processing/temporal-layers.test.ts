import test, { type ExecutionContext } from 'ava'
import { VideoEncoder, type VideoEncoderConfig } from '../../index.js'
import { CODEC_NAMES, type CodecName, writeStream } from '../support/codecs.js'
import { noisy } from '../support/frames.js'
import { decodedByFfmpeg } from '../support/programs.js'
import { encoderConfig, recording } from '../support/recording.js'

const LAYERED = ['vp8', 'vp9'] as const
/** The layer of each frame, over and over, and what the layers take of the bitrate together with those below them. */
const MODES = [
  ['L1T2', [0, 1], [0.6, 1]],
  ['L1T3', [0, 2, 1, 2], [0.4, 0.6, 1]],
] as const
const COUNT = 26
const FORCED = [7, 16]

async function encoded(
  t: ExecutionContext,
  codec: CodecName,
  overrides: Partial<VideoEncoderConfig>,
  count = COUNT,
  forced = FORCED,
) {
  const { encoder, packets } = recording(t, codec, overrides)
  for (let i = 0; i < count; i++) {
    const frame = noisy(i, { timestamp: i * 33_333 })
    encoder.encode(frame, { keyFrame: forced.includes(i) })
    frame.close()
    if (i === 10) await encoder.flush() // which must not disturb the pattern
  }
  await encoder.flush()
  t.is(packets.length, count)
  return packets
}

const layerOf = ({ metadata }: { metadata: Awaited<ReturnType<typeof encoded>>[number]['metadata'] }) =>
  metadata?.svc?.temporalLayerId ?? -1

/** Without the layers above each, ffmpeg decodes the pictures that are left to what they are with them. */
async function assertLowerLayersDecode(
  t: ExecutionContext,
  codec: CodecName,
  packets: Awaited<ReturnType<typeof encoded>>,
) {
  const layers = packets.map(layerOf)
  const bytes = 64 * 48 * 1.5
  const all = await decodedByFfmpeg(await writeStream(t, codec, packets), 'yuv420p', bytes)
  t.is(all.length, packets.length)
  for (let top = 0; top < Math.max(...layers); top++) {
    const isKept = (_: unknown, i: number) => (layers[i] ?? 0) <= top
    const kept = await writeStream(t, codec, packets.filter(isKept))
    t.deepEqual(await decodedByFfmpeg(kept, 'yuv420p', bytes), all.filter(isKept))
  }
}

for (const codec of LAYERED) {
  for (const [scalabilityMode, pattern, shares] of MODES) {
    for (const latencyMode of ['quality', 'realtime'] as const) {
      for (const bitrateMode of ['constant', 'variable'] as const) {
        const what = `${codec}, ${scalabilityMode}, ${latencyMode}, ${bitrateMode}`
        test(`#dom-videoencoderconfig-scalabilitymode: ${what}: what is left without the upper layers decodes to the same pictures`, async t => {
          const packets = await encoded(t, codec, { scalabilityMode, latencyMode, bitrateMode })
          const layers = packets.map(layerOf)
          const starts = packets.map((_, i) => Math.max(0, ...FORCED.filter(forced => forced <= i)))
          t.deepEqual(
            layers,
            starts.map((start, i) => pattern[(i - start) % pattern.length]),
          )
          await assertLowerLayersDecode(t, codec, packets)
        })
      }
    }

    test(`#dom-videoencoderconfig-scalabilitymode: ${codec}, ${scalabilityMode}: a key frame that nobody asked for may come at any place of the pattern`, async t => {
      const packets = await encoded(t, codec, { scalabilityMode, latencyMode: 'realtime' }, 258, [7, 9])
      const keys = packets.flatMap(({ type }, i) => (type === 'key' ? [i] : []))
      t.deepEqual(keys, [0, 7, 9, 252]) // the coder's own is the last, an odd number after the one before
      t.is(layerOf(packets[252] as (typeof packets)[number]), 0)
      await assertLowerLayersDecode(t, codec, packets)
    })

    test(`#dom-videoencoderconfig-scalabilitymode: ${codec}, ${scalabilityMode}: the layers share the bitrate as WebRTC has it`, async t => {
      const [bitrate, seconds] = [200_000, 5]
      const config = {
        scalabilityMode,
        bitrate,
        framerate: 30,
        latencyMode: 'realtime',
        bitrateMode: 'constant',
      } as const
      const steady = (await encoded(t, codec, config, 30 + 30 * seconds)).slice(30)
      const rate = (top: number) =>
        steady.filter(packet => layerOf(packet) <= top).reduce((sum, { data }) => sum + data.length * 8, 0) / seconds
      const all = rate(shares.length - 1)
      t.true(Math.abs(all / bitrate - 1) < 0.1, `${all}`)
      for (const [top, share] of shares.entries()) {
        t.true(Math.abs(rate(top) / all - share) < 0.05, `layers up to ${top}: ${rate(top)} of ${all}`)
      }
    })
  }

  test(`#dom-svcoutputmetadata-temporallayerid: ${codec}: is absent with one layer`, async t => {
    for (const overrides of [{}, { scalabilityMode: 'L1T1' }]) {
      for (const { metadata } of await encoded(t, codec, overrides)) t.false('svc' in (metadata ?? {}))
    }
  })
}

test('#dom-videoencoderconfig-scalabilitymode: layers that are not real are unsupported', async t => {
  const answer = async (codec: CodecName, overrides: Partial<VideoEncoderConfig>) =>
    (await VideoEncoder.isConfigSupported(encoderConfig(codec, overrides))).supported
  for (const codec of CODEC_NAMES) {
    const isLayered = LAYERED.some(name => name === codec)
    for (const scalabilityMode of ['L1T2', 'L1T3']) {
      t.is(await answer(codec, { scalabilityMode }), isLayered, codec)
      t.false(await answer(codec, { scalabilityMode, bitrateMode: 'quantizer' }), codec)
    }
    for (const scalabilityMode of ['L2T1', 'L3T3_KEY', 'S2T1', 'L1T4', 'l1t2', '', 'nonsense']) {
      t.false(await answer(codec, { scalabilityMode }), scalabilityMode)
    }
  }
})
