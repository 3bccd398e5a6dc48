import test, { type ExecutionContext } from 'ava'
import { mergeAlpha, VideoFrame, type VideoPixelFormat } from '../../index.js'
import { CODECS, writeStream } from '../support/codecs.js'
import { exception } from '../support/exception.js'
import { gray, mean, pixels, translucent } from '../support/frames.js'
import { type Packet, writeWebM } from '../support/media.js'
import { decodedByFfmpeg, ffprobe, temporaryDirectory } from '../support/programs.js'
import {
  decodeAll,
  encodeAll,
  encoderConfig,
  type RecordingEncoder,
  recording,
  recordingDecoder,
} from '../support/recording.js'

const SIZE = { width: 64, height: 48 }
const PIXELS = SIZE.width * SIZE.height
const MODES = (['vp8', 'vp9'] as const).flatMap(codec =>
  (['quality', 'realtime'] as const).map(latencyMode => ({ codec, latencyMode })),
)

/** Soft-edged: opaque inside of a disc that moves with `step`, transparent outside. */
const disc = (step: number) => (x: number, y: number) =>
  Math.min(255, Math.max(0, 128 + 12 * (14 - Math.hypot(x - 18 - 2 * step, y - 24))))

const times = (i: number) => ({ timestamp: i * 40_000, duration: 40_000 })

/** I420A of each frame, as the ffmpeg program decodes chunks and their side data from a WebM file. */
async function decoded(t: ExecutionContext, codec: 'vp8' | 'vp9', packets: Packet[]): Promise<Buffer[]> {
  const file = `${await temporaryDirectory(t)}/alpha.webm`
  await writeWebM(file, codec, packets)
  const decoder = codec === 'vp8' ? 'libvpx' : 'libvpx-vp9' // FFmpeg's own decoders know nothing of alpha
  return decodedByFfmpeg(file, 'yuva420p', PIXELS * 2.5, '-c:v', decoder)
}

/** The alpha planes of the same. */
async function decodedAlphas(t: ExecutionContext, codec: 'vp8' | 'vp9', packets: Packet[]): Promise<Buffer[]> {
  return (await decoded(t, codec, packets)).map(frame => frame.subarray(-PIXELS))
}

async function encodeDiscs({ encoder }: RecordingEncoder, count = 12): Promise<void> {
  for (let i = 0; i < count; i++) {
    encodeAll(encoder, [translucent(disc(i), { level: 40 + 15 * i, ...times(i) })], { keyFrame: i % 5 === 3 })
  }
  await encoder.flush()
}

function assertExact(t: ExecutionContext, alpha: Buffer | undefined, level: number): void {
  t.deepEqual(new Set(alpha), new Set([level]))
}

/** The alpha of the packets as packets of their own. */
const alphaPackets = (packets: Packet[]): Packet[] =>
  packets.map(packet => ({ ...packet, data: packet.metadata?.alphaSideData ?? new Uint8Array() }))

/** For each packet whether ffprobe sees a key frame in it. */
const keys = async (t: ExecutionContext, codec: 'vp8' | 'vp9', packets: Packet[]): Promise<boolean[]> =>
  (await ffprobe(await writeStream(t, codec, packets))).frames.map(frame => frame.key_frame === 1)

for (const { codec, latencyMode } of MODES) {
  test(`#dom-videoencoderconfig-alpha: ${codec}, ${latencyMode}: ffmpeg decodes the alpha and the colours of every frame`, async t => {
    const recorded = recording(t, codec, { latencyMode, alpha: 'keep', bitrate: 1_000_000 })
    await encodeDiscs(recorded)
    const frames = await decoded(t, codec, recorded.packets)
    t.is(frames.length, 12)
    for (const [i, frame] of frames.entries()) {
      let error = 0
      const alpha = frame.subarray(-PIXELS)
      for (const [at, value] of alpha.entries()) {
        error += (value - Math.trunc(disc(i)(at % SIZE.width, Math.floor(at / SIZE.width)))) ** 2 / PIXELS
      }
      const psnr = 10 * Math.log10(255 ** 2 / error)
      t.true(psnr > 38, `frame ${i}: ${psnr} dB`)
      t.true(Math.abs(mean(frame, PIXELS) - (40 + 15 * i)) < 4, `frame ${i}`)
    }
  })

  test(`#dom-encodedvideochunkmetadata-alphasidedata: ${codec}, ${latencyMode}: every chunk has it, of its own type and in memory of its own`, async t => {
    const recorded = recording(t, codec, { latencyMode, alpha: 'keep' })
    await encodeDiscs(recorded)
    await encodeDiscs(recorded) // the flush between them may have opened the coder anew
    const { packets } = recorded
    for (const { metadata } of packets) {
      const { alphaSideData } = metadata ?? {}
      t.true(alphaSideData instanceof Uint8Array && alphaSideData.byteLength > 0)
      t.is(alphaSideData?.buffer.byteLength, alphaSideData?.byteLength)
    }
    const wanted = packets.map(({ type }) => type === 'key')
    t.true([0, 3, 8, 15, 20].every(i => wanted[i]))
    t.deepEqual(await keys(t, codec, packets), wanted)
    t.deepEqual(await keys(t, codec, alphaPackets(packets)), wanted)
  })
}

test('#dom-videoencoder-configure: alpha is kept and discarded as the configuration of each frame says', async t => {
  const parts = [
    { codec: 'vp9', alpha: 'keep' },
    { codec: 'vp9', alpha: 'discard' },
    { codec: 'vp9', alpha: 'keep' },
    { codec: 'vp8', alpha: 'keep' },
  ] as const
  const { encoder, packets } = recording(t, 'vp8')
  for (const { codec, alpha } of parts) {
    encoder.configure(encoderConfig(codec, { alpha, latencyMode: 'quality' }))
    for (let i = 0; i < 4; i++) encodeAll(encoder, [translucent(() => 50 * i, times(i))])
  }
  await encoder.flush()
  for (const [number, { codec, alpha }] of parts.entries()) {
    const part = packets.slice(4 * number, 4 * number + 4)
    t.deepEqual(
      part.map(({ type, metadata }) => [type, !!metadata?.alphaSideData, metadata?.decoderConfig?.codec]),
      ['key', 'delta', 'delta', 'delta'].map((type, i) => [
        type,
        alpha === 'keep',
        i ? undefined : CODECS[codec].codec,
      ]),
    )
    const alphas = await decodedAlphas(t, codec, part)
    for (const [i, plane] of alphas.entries()) assertExact(t, plane, alpha === 'keep' ? 50 * i : 255)
    t.is(alphas.length, 4)
  }
})

test('#dom-encodedvideochunkmetadata-alphasidedata: changes of scene, and distances, make key frames in both streams or in none', async t => {
  for (const codec of ['vp8', 'vp9'] as const) {
    const { encoder, packets } = recording(t, codec, { latencyMode: 'quality', alpha: 'keep' })
    for (let i = 0; i < 260; i++) {
      const level = i % 9 === 4 ? 30 : 220
      const alpha = (x: number, y: number) => (i % 7 === 3 ? 3 * x : 255 - 5 * y)
      encodeAll(encoder, [translucent(alpha, { level, ...times(i) })])
    }
    await encoder.flush()
    const wanted = packets.map(({ type }) => type === 'key')
    t.is(wanted.indexOf(true, 1), 250, codec)
    t.deepEqual(await keys(t, codec, packets), wanted, codec)
    t.deepEqual(await keys(t, codec, alphaPackets(packets)), wanted, codec)
  }
})

for (const codec of ['vp8', 'vp9'] as const) {
  test(`#dom-videoencoderconfig-alpha: ${codec}: frames without alpha are opaque ones, in the midst of others too`, async t => {
    const { encoder, packets } = recording(t, codec, { latencyMode: 'quality', alpha: 'keep' })
    const flat = (level: number, i: number) => translucent(() => level, times(i))
    using rgba = new VideoFrame(new Uint8Array(PIXELS * 4).fill(9), {
      format: 'RGBA',
      codedWidth: SIZE.width,
      codedHeight: SIZE.height,
      timestamp: 0,
    })
    const discarded = (frame: VideoFrame, i: number) => new VideoFrame(frame, { alpha: 'discard', ...times(i) })
    encodeAll(encoder, [
      ...[gray(99, times(0)), flat(0, 1), gray(99, times(2)), flat(131, 3)],
      ...[discarded(rgba, 4), flat(255, 5), discarded(discarded(flat(7, 0), 0), 6).clone()],
    ])
    await encoder.flush()
    const alphas = await decodedAlphas(t, codec, packets)
    t.is(alphas.length, 7)
    for (const [i, level] of [255, 0, 255, 131, 255, 255, 255].entries()) assertExact(t, alphas[i], level)
  })

  test(`#dom-videoencoderconfig-alpha: ${codec}: the alpha of every format is kept, of 10 and 12 bits as 8`, async t => {
    const { encoder, packets } = recording(t, codec, { latencyMode: 'quality', alpha: 'keep' })
    const levels: Partial<Record<VideoPixelFormat, number>> = {
      RGBA: 77,
      BGRA: 130,
      I420A: 78,
      I422A: 131,
      I444A: 79,
      I420AP10: 600,
      I422AP10: 301,
      I444AP10: 602,
      I420AP12: 1203,
      I422AP12: 2406,
      I444AP12: 1204,
    }
    const formats = Object.entries(levels) as [VideoPixelFormat, number][]
    for (const [i, [format, level]] of formats.entries()) encodeAll(encoder, [ofAlpha(format, level, i)])
    await encoder.flush()
    const alphas = await decodedAlphas(t, codec, packets)
    t.is(alphas.length, formats.length)
    for (const [i, [format, level]] of formats.entries()) {
      const highest = format.endsWith('P10') ? 1023 : format.endsWith('P12') ? 4095 : 255
      assertExact(t, alphas[i], Math.round((level / highest) * 255))
    }
  })

  test(`#dom-videoencoderconfig-alpha: ${codec}: alpha is cropped and scaled with the colours`, async t => {
    const { encoder, packets } = recording(t, codec, { latencyMode: 'quality', alpha: 'keep', bitrate: 1_000_000 })
    const halves = (x: number) => (x < 80 ? 20 : 220)
    const visibleRect = { x: 16, y: 8, width: 128, height: 96 }
    encodeAll(encoder, [translucent(halves, { width: 160, height: 120, visibleRect })])
    await encoder.flush()
    const [alpha = Buffer.alloc(0)] = await decodedAlphas(t, codec, packets)
    for (const [at, value] of alpha.entries()) {
      const x = at % SIZE.width
      if (Math.abs(x - 31.5) > 3) t.true(Math.abs(value - halves(x < 32 ? 0 : 99)) <= 4, `${x}: ${value}`)
    }
  })

  test(`#dom-videoencoderconfig-alpha: ${codec}: "discard", which is the default, drops it`, async t => {
    for (const alpha of ['discard', undefined] as const) {
      const { encoder, packets } = recording(t, codec, alpha && { alpha })
      encodeAll(encoder, [translucent(() => 0, times(0)), translucent(() => 0, times(1))])
      await encoder.flush()
      t.deepEqual(
        packets.map(({ metadata }) => Object.keys(metadata ?? {})),
        [['decoderConfig'], []],
      )
      for (const plane of await decodedAlphas(t, codec, packets)) assertExact(t, plane, 255)
    }
  })

  test(`mergeAlpha: ${codec}: two decoders and it give the very frames that ffmpeg gives`, async t => {
    const recorded = recording(t, codec, { latencyMode: 'quality', alpha: 'keep' })
    await encodeDiscs(recorded)
    const { packets } = recorded
    const [colors, alphas] = [recordingDecoder(t), recordingDecoder(t)]
    for (const [{ decoder }, chunks] of [
      [colors, packets],
      [alphas, alphaPackets(packets)],
    ] as const) {
      decoder.configure(packets[0]?.metadata?.decoderConfig as never)
      decodeAll(decoder, chunks)
      await decoder.flush()
    }
    const theirs = await decoded(t, codec, packets)
    for (const [i, color] of colors.frames.entries()) {
      using merged = mergeAlpha(color, alphas.frames[i] as VideoFrame)
      color.close()
      alphas.frames[i]?.close()
      t.like(merged, { format: 'I420A', ...times(i), codedWidth: SIZE.width, codedHeight: SIZE.height })
      t.true((await pixels(merged)).equals(theirs[i] as Buffer), `frame ${i}`)
    }
    t.is(colors.frames.length, 12)
  })
}

/** A frame of grey whose alpha, of as many bits as the format has, is `level` everywhere. */
function ofAlpha(format: VideoPixelFormat, level: number, i: number): VideoFrame {
  const init = { format, codedWidth: SIZE.width, codedHeight: SIZE.height, ...times(i) }
  using any = new VideoFrame(new Uint8Array(PIXELS * 8), init)
  const bytes = new Uint8Array(any.allocationSize()).fill(1)
  if (format === 'RGBA' || format === 'BGRA') {
    for (let at = 3; at < bytes.length; at += 4) bytes[at] = level
  } else if (/P1[02]$/.test(format)) {
    new Uint16Array(bytes.buffer).fill(level, -PIXELS)
  } else {
    bytes.fill(level, -PIXELS)
  }
  return new VideoFrame(bytes, init)
}

test('mergeAlpha: everything but the alpha is as in the frame of the colours', async t => {
  using color = gray(99, {
    timestamp: -5,
    duration: 7,
    rotation: 90,
    flip: true,
    visibleRect: { ...SIZE, x: 0, y: 2, height: 40 },
  })
  using alpha = gray(33, { timestamp: 1 })
  using merged = mergeAlpha(color, alpha)
  for (const member of ['timestamp', 'duration', 'rotation', 'flip', 'displayWidth', 'displayHeight'] as const) {
    t.is(merged[member], color[member], member)
  }
  t.deepEqual(merged.visibleRect?.toJSON(), color.visibleRect?.toJSON())
  t.deepEqual(merged.colorSpace.toJSON(), color.colorSpace.toJSON())
  const bytes = await pixels(merged)
  t.deepEqual([bytes[0], bytes.at(-1), bytes.length], [99, 33, 64 * 40 * 2.5])
})

test('mergeAlpha: an alpha that was discarded before is not seen', async t => {
  const discarded = (level: number, alpha: number) =>
    new VideoFrame(
      translucent(() => alpha, { level }),
      { alpha: 'discard' },
    )
  using merged = mergeAlpha(discarded(99, 1), discarded(33, 2))
  const bytes = await pixels(merged)
  t.deepEqual([bytes[0], bytes.length], [99, PIXELS * 2.5])
  assertExact(t, bytes.subarray(-PIXELS), 33)
})

test('mergeAlpha: takes two open frames in I420 of the same size', t => {
  using color = gray(99)
  using small = gray(99, { width: 62 })
  using translucid = translucent(() => 5)
  const closed = gray(99)
  closed.close()
  t.throws(() => mergeAlpha(color, null as never), { instanceOf: TypeError })
  t.throws(() => mergeAlpha(color, small), { instanceOf: TypeError, message: /64x48.*62x48/ })
  for (const pair of [
    [color, closed],
    [closed, color],
  ] as const) {
    t.throws(() => mergeAlpha(...pair), exception('InvalidStateError'))
  }
  for (const pair of [
    [color, translucid],
    [translucid, color],
  ] as const) {
    t.throws(() => mergeAlpha(...pair), exception('NotSupportedError'))
  }
})
