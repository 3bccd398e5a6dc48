import test from 'ava'
import type { AudioDecoderConfig } from '../../index.js'
import { block, blocks } from '../support/blocks.js'
import { AUDIO_CODEC_NAMES } from '../support/codecs.js'
import { ffmpeg } from '../support/programs.js'
import {
  audioConfig,
  decodeAllAudio,
  encodeAll,
  recordingAudioDecoder,
  recordingAudioEncoder,
} from '../support/recording.js'
import { AUDIO_CHUNKS } from '../support/subjects.js'

for (const codec of AUDIO_CODEC_NAMES) {
  test(`#dom-audioencoder-configure: ${codec}: samples that wait in the encoder come out before the chunks of the next configuration`, async t => {
    const alone = recordingAudioEncoder(t, audioConfig(codec))
    encodeAll(alone.encoder, blocks(5, { frames: 1000 }))
    await alone.encoder.flush()
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig(codec))
    encodeAll(encoder, blocks(5, { frames: 1000 }))
    encoder.configure(audioConfig('pcm-u8', { numberOfChannels: 1, sampleRate: 8000 }))
    encodeAll(encoder, [block({ frames: 10, channels: 1, sampleRate: 8000, timestamp: -77 })])
    encoder.configure(audioConfig(codec))
    encodeAll(encoder, blocks(5, { frames: 1000 }))
    await encoder.flush()
    const plain = (list: typeof packets) => list.map(({ metadata, ...rest }) => rest)
    const count = alone.packets.length
    t.deepEqual(plain(packets.slice(0, count)), plain(alone.packets))
    t.deepEqual(plain(packets.slice(count + 1)), plain(alone.packets))
    t.like(packets[count], { timestamp: -77, duration: 1250 })
    t.deepEqual(
      packets.flatMap(({ metadata }, i) => (metadata?.decoderConfig ? [[i, metadata.decoderConfig.codec]] : [])),
      [0, count, count + 1].map(i => [i, i === count ? 'pcm-u8' : audioConfig(codec).codec]),
    )
  })
}

test('#dom-audiodecoder-configure: on a configured decoder it is queued, through all codecs', async t => {
  const { decoder, outputs } = recordingAudioDecoder(t)
  const expected: number[] = []
  for (const [i, codec] of AUDIO_CODEC_NAMES.entries()) {
    const channels = 1 + (i % 2)
    const { encoder, packets } = recordingAudioEncoder(t, audioConfig(codec, { numberOfChannels: channels }))
    encodeAll(encoder, blocks(10, { channels }))
    await encoder.flush()
    decoder.configure(packets[0]?.metadata?.decoderConfig as AudioDecoderConfig)
    decodeAllAudio(
      decoder,
      packets.map(packet => ({ ...packet, timestamp: i })),
    )
    expected.push(channels)
  }
  await decoder.flush()
  const order = outputs.map(({ timestamp }) => timestamp)
  t.deepEqual(
    [...new Set(order)],
    AUDIO_CODEC_NAMES.map((_, i) => i),
  )
  t.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  t.true(outputs.every(({ timestamp, numberOfChannels }) => numberOfChannels === expected[timestamp]))
})

test('#output-audiodata: rate and channels that change in the middle of a stream come out as they are', async t => {
  const config = { codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 1 }
  const { encoder, packets } = recordingAudioEncoder(t, {
    ...config,
    sampleRate: 44_100,
    numberOfChannels: 2,
    aac: { format: 'adts' },
  })
  encodeAll(encoder, blocks(4, { sampleRate: 44_100 }))
  await encoder.flush()
  const { decoder, outputs } = recordingAudioDecoder(t, config)
  const mono = AUDIO_CHUNKS.slice(0, 3).map(data => ({ type: 'key' as const, timestamp: 0, data }))
  decodeAllAudio(decoder, [...mono, ...packets, ...mono])
  await decoder.flush()
  t.deepEqual(
    outputs.map(({ sampleRate, numberOfChannels, numberOfFrames }) => [sampleRate, numberOfChannels, numberOfFrames]),
    [...Array(3).fill([48_000, 1, 1024]), ...packets.map(() => [44_100, 2, 1024]), ...Array(3).fill([48_000, 1, 1024])],
  )
})

test('#output-audiodata: mp3 frames of another rate come out as they are', async t => {
  const { decoder, outputs } = recordingAudioDecoder(t, audioConfig('mp3'))
  for (const [sampleRate, channels, bitrate] of [
    [48_000, 2, '128k'],
    [16_000, 1, '32k'],
  ] as const) {
    const source = ['-f', 'lavfi', '-i', `sine=sample_rate=${sampleRate}`, '-t', '1', '-ac', `${channels}`]
    const stream = await ffmpeg(
      ...source,
      '-c:a',
      'libmp3lame',
      '-b:a',
      bitrate,
      '-write_xing',
      '0',
      '-f',
      'mp3',
      '-id3v2_version',
      '0',
      '-',
    )
    // Frames of 128 kbit/s at 48 kHz have 384 bytes, those of 32 kbit/s at 16 kHz 144.
    const size = sampleRate === 48_000 ? 384 : 144
    for (let at = 0; at < size * 6; at += size) {
      decodeAllAudio(decoder, [{ type: 'key', timestamp: at, data: stream.subarray(at, at + size) }])
    }
  }
  await decoder.flush()
  t.deepEqual(
    [
      ...new Set(
        outputs.map(
          ({ sampleRate, numberOfChannels, numberOfFrames }) => `${sampleRate} ${numberOfChannels} ${numberOfFrames}`,
        ),
      ),
    ],
    ['48000 2 1152', '16000 1 576'],
  )
})
