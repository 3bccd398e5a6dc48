import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { ffmpeg } from '../support/programs.js'
import { brightnessOf, largestStep, onsetOf, peakOf, probed, shareOf, soundOf, soundPackets } from './listening.js'
import { runDemo } from './run-demo.js'

const RATE = 48000
/** Seconds that the films here last. */
const LENGTH = 1.48
/** And one picture of them. */
const PICTURE = 0.04

let folder = ''
const at = (name: string) => join(folder, name)

const lavfi = (source: string) => ['-f', 'lavfi', '-i', source]
const card = lavfi(`testsrc2=size=128x72:rate=25:duration=${LENGTH}`)
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']
const tones = (frequencies: number[], { rate = RATE, layout = '' } = {}) => {
  const each = frequencies.map(frequency => `0.25*sin(2*PI*${frequency}*t)`).join('|')
  return lavfi(`aevalsrc=${each}:s=${rate}:d=${LENGTH}${layout && `:c=${layout}`}`)
}
const SURROUND = [300, 500, 700, 60, 900, 1100]

/** Both are black and silent up to 0.6 s and then white and loud. */
const FLASH = lavfi(
  `color=black:size=128x72:rate=25:duration=${LENGTH},drawbox=color=white:t=fill:enable='gte(t,0.599)'`,
)
const BEEP = lavfi(`aevalsrc=gte(t\\,0.6)*0.5*sin(2*PI*1000*t):s=${RATE}:d=${LENGTH}:c=mono`)
const SIGNAL = 0.6

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-sound-'))
  await ffmpeg(...card, ...tones([440, 660]), ...h264, '-c:a', 'aac', at('film.mp4'))
  await ffmpeg(...card, ...tones([440, 660], { rate: 44100 }), ...h264, '-c:a', 'aac', at('cd.mp4'))
  await ffmpeg(...card, ...h264, at('silent.mp4'))
})
test.after.always(() => rm(folder, { recursive: true, force: true }))

/** Runs the example, which must succeed, and returns what it printed. */
async function transcode(t: ExecutionContext, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runDemo(folder, ...args)
  t.is(code, 0, stderr)
  return stdout
}

/** A tone must be there alone and without a click: no step between samples that is larger than its own. */
function assertTone(t: ExecutionContext, samples: Float32Array | undefined, frequency: number): void {
  // What a codec makes of the sudden beginning and end is its own business.
  const steady = (samples ?? new Float32Array()).subarray(0.1 * RATE, (LENGTH - 0.1) * RATE)
  t.is(steady.length, (LENGTH - 0.2) * RATE)
  const share = shareOf(steady, RATE, frequency)
  t.true(share > 0.99, `${share} of the power is in ${frequency} Hz`)
  const step = largestStep(steady)
  const expected = 2 * Math.sin((Math.PI * frequency) / RATE) * peakOf(steady)
  t.true(step < expected * 1.1, `a step of ${step}, the tone has ${expected}`)
}

/** Matroska has its times in milliseconds. */
const CLOCK = 0.001

/** What the output is to be written as; in seconds the length of its packets and how much before 0 they begin. */
const OUTPUTS = [
  { from: 'film.mp4', to: 'default.webm', codec: 'opus', packet: 0.02 },
  { from: 'film.mp4', to: 'default.mp4', codec: 'aac', packet: 1024 / 48000, early: 1024 / 48000 },
  { from: 'cd.mp4', to: 'cd.webm', codec: 'opus', packet: 0.02 },
  { from: 'cd.mp4', to: 'cd-aac.mov', codec: 'aac', packet: 1024 / 44100, early: 1024 / 44100 },
  { from: 'cd.mp4', to: 'cd-flac.mkv', codec: 'flac', audio: 'flac', packet: 4608 / 44100 },
  { from: 'film.mp4', to: 'mp3.mp4', codec: 'mp3', audio: 'mp3', packet: 1152 / 48000, early: 1105 / 48000 },
  { from: 'cd.mp4', to: 'vorbis.webm', codec: 'vorbis', audio: 'vorbis', packet: 1024 / 44100 },
  { from: 'film.mp4', to: 'pcm.mov', codec: 'pcm_s16le', audio: 'pcm-s16', packet: 0.001 },
]

for (const { from, to, codec, audio, packet, early = 0 } of OUTPUTS) {
  test.serial(`demo: ${from} to ${to}: as long, the same tones in the same channels, no clicks`, async t => {
    const stdout = await transcode(t, ...(audio ? ['--audio', audio] : []), from, to)
    t.regex(stdout, /^Sound {3}mp4a\.40\.2 to .+, 1\.48 s in, 1\.[45]\d s out$/m)
    const { duration, streams } = await probed(at(to))
    const [video, sound] = streams
    t.like(sound, { type: 'audio', codec, channels: 2 })
    t.true(Math.abs(duration - LENGTH) < packet + CLOCK, `it lasts ${duration} s`)
    t.true(Math.abs((sound?.first ?? 0) + early) < CLOCK, `the sound begins at ${sound?.first} s`)
    t.true(Math.abs((sound?.end ?? 0) - LENGTH) < packet + CLOCK, `the sound ends at ${sound?.end} s`)
    t.true(Math.abs((video?.last ?? 0) - LENGTH + PICTURE) < CLOCK, `the last picture is at ${video?.last} s`)
    const [left, right] = await soundOf(at(to), RATE, 2)
    assertTone(t, left, 440)
    assertTone(t, right, 660)
  })
}

/** In MP4 and WebM the ffmpeg program hears what mediabunny writes of Opus later by the pre-skip of 312 frames. */
const PRE_SKIP = 312 / 48000

/** Each reads or writes a way of its own of saying which part of the sound comes before time 0. */
const SYNCHRONISED = [
  { from: 'beep-pcm.mkv', sound: 'pcm_s16le', to: 'beep.webm', late: PRE_SKIP },
  { from: 'beep-aac.mp4', sound: 'aac', to: 'beep.mp4' },
  { from: 'beep-opus.mp4', sound: 'libopus', to: 'beep.mkv', audio: 'flac' },
  { from: 'beep-flac.mkv', sound: 'flac', to: 'beep-mp3.mp4', audio: 'mp3' },
  { from: 'beep-flac.mkv', sound: 'flac', to: 'beep-aac.mkv', audio: 'aac' },
  { from: 'beep-mp3.mp4', sound: 'libmp3lame', to: 'beep-vorbis.webm', audio: 'vorbis' },
]

for (const { from, sound, to, audio, late = 0 } of SYNCHRONISED) {
  test.serial(`demo: ${from} to ${to}: a flash and a beep stay together`, async t => {
    await ffmpeg(...FLASH, ...BEEP, ...h264, '-c:a', sound, at(from))
    await transcode(t, ...(audio ? ['--audio', audio] : []), from, to)
    const flash = (await brightnessOf(at(to))).find(({ luma }) => luma > 128)?.time ?? 0
    const [channel = new Float32Array()] = await soundOf(at(to), RATE, 1)
    const beep = onsetOf(channel, RATE)
    t.true(Math.abs(flash - SIGNAL) < 0.002, `the flash is at ${flash} s`)
    t.true(Math.abs(beep - SIGNAL - late) < 0.002, `the beep is at ${beep} s`)
  })
}

for (const [from, codec, to, audio] of [
  ['surround.mp4', 'aac', 'surround.webm', 'opus'],
  ['surround.mkv', 'flac', 'surround-aac.mp4', 'aac'],
  ['surround-opus.mkv', 'libopus', 'surround-flac.mkv', 'flac'],
] as const) {
  test.serial(`demo: ${from} to ${to}: six channels keep their loudspeakers`, async t => {
    await ffmpeg(...card, ...tones(SURROUND, { layout: '5.1' }), ...h264, '-c:a', codec, '-b:a', '384k', at(from))
    await transcode(t, '--audio', audio, from, to)
    const channels = await soundOf(at(to), RATE, 6)
    t.is(channels.length, SURROUND.length)
    SURROUND.forEach((frequency, i) => {
      const share = shareOf((channels[i] ?? new Float32Array()).subarray(0.2 * RATE, 1.2 * RATE), RATE, frequency)
      t.true(share > 0.9, `channel ${i}: ${share} of the power is in ${frequency} Hz`)
    })
  })
}

test.serial('demo: sound that a codec cannot hold is resampled and mixed', async t => {
  await ffmpeg(...card, ...tones(SURROUND, { rate: 96000, layout: '5.1' }), ...h264, '-c:a', 'flac', at('studio.mkv'))
  await transcode(t, '--audio', 'mp3', 'studio.mkv', 'studio.mp4')
  t.like((await probed(at('studio.mp4'))).streams[1], { codec: 'mp3', channels: 2, rate: 48000 })
  const [left = new Float32Array()] = await soundOf(at('studio.mp4'), RATE, 2)
  const share = (frequency: number) => shareOf(left.subarray(0.2 * RATE, 1.2 * RATE), RATE, frequency)
  // Left, centre and rear left, each with its part; nothing of the right.
  t.true(share(300) > 0.3 && share(700) > 0.1 && share(900) > 0.1)
  t.true(share(500) < 0.01 && share(1100) < 0.01)
})

test.serial('demo: speech at 16 kHz becomes AAC-LC of that rate', async t => {
  await ffmpeg(...card, ...tones([440], { rate: 16000 }), ...h264, '-c:a', 'flac', at('speech.mkv'))
  await transcode(t, 'speech.mkv', 'speech.mp4')
  t.like((await probed(at('speech.mp4'))).streams[1], { codec: 'aac', channels: 1, rate: 16000 })
  const [channel] = await soundOf(at('speech.mp4'), RATE, 1)
  assertTone(t, channel, 440)
})

test.serial('demo: sound is left out when asked for', async t => {
  const stdout = await transcode(t, '--audio', 'none', 'film.mp4', 'muted.webm')
  t.regex(stdout, /^The sound is left out\.$/m)
  t.deepEqual(
    (await probed(at('muted.webm'))).streams.map(({ type }) => type),
    ['video'],
  )
})

test.serial('demo: a film without sound stays without', async t => {
  const stdout = await transcode(t, 'silent.mp4', 'silent.webm')
  t.notRegex(stdout, /sound/i)
  t.deepEqual(
    (await probed(at('silent.webm'))).streams.map(({ type }) => type),
    ['video'],
  )
})

test.serial('demo: sound without a decoder is refused in one sentence, and left out when asked for', async t => {
  await ffmpeg(...card, ...tones([440, 660]), ...h264, '-c:a', 'ac3', at('dolby.mkv'))
  const { code, stderr } = await runDemo(folder, 'dolby.mkv', 'dolby.webm')
  t.is(code, 1)
  t.regex(stderr, /^There is no decoder for the sound in dolby\.mkv \(ac-3\); --audio none leaves it out\.\n$/)
  await transcode(t, '--audio', 'none', 'dolby.mkv', 'dolby.webm')
})

test.serial('demo: damaged sound is an error, and no file is left behind', async t => {
  const film = await readFile(at('film.mp4'))
  for (const { position, size } of (await soundPackets(at('film.mp4'))).slice(20, 30)) {
    film.fill(0xff, position, position + size)
  }
  await writeFile(at('damaged.mp4'), film)
  const { code, stderr } = await runDemo(folder, 'damaged.mp4', 'damaged.webm')
  t.is(code, 1)
  t.regex(stderr, /^The transcode failed: aac .+/m)
  t.notRegex(stderr, /^ +at /m)
  t.false((await readdir(folder)).includes('damaged.webm'))
})

test.serial('demo: its own clip sounds, and its horn blows while the lamp is lit', async t => {
  const stdout = await transcode(t)
  t.regex(stdout, /^Sound {3}mp4a\.40\.2 to opus, 4\.00 s in, 4\.\d\d s out$/m)
  const { streams } = await probed(at('demo-output/clip-vp9.webm'))
  t.deepEqual(
    streams.map(({ codec }) => codec),
    ['vp9', 'opus'],
  )
  const [left = new Float32Array(), right = new Float32Array()] = await soundOf(
    at('demo-output/clip-vp9.webm'),
    RATE,
    2,
  )
  const blast = [1.05 * RATE, 1.2 * RATE] as const
  t.true(shareOf(left.subarray(...blast), RATE, 440) > 0.99)
  t.true(shareOf(right.subarray(...blast), RATE, 660) > 0.99)
  const loudness = (from: number, to: number) => peakOf(left.subarray(from * RATE, to * RATE))
  for (const second of [0, 1, 2, 3]) {
    t.true(loudness(second + 0.05, second + 0.2) > 0.45)
    t.true(loudness(second + 0.3, second + 0.95) < 0.1)
  }
})
