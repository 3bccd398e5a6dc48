import test from 'ava'
import { AudioSample } from 'mediabunny'
import { channelOrder, reordered } from '../../examples/transcode/channels.js'

test('channelOrder: one and two channels are the same everywhere', t => {
  t.deepEqual(channelOrder('aac', 'opus', 1), [0])
  t.deepEqual(channelOrder('flac', 'vorbis', 2), [0, 1])
})

test('channelOrder: 5.1', t => {
  t.deepEqual(channelOrder('aac', 'opus', 6), [1, 0, 2, 3, 4, 5])
  t.deepEqual(channelOrder('aac', 'flac', 6), [1, 2, 0, 5, 3, 4])
  t.deepEqual(channelOrder('pcm-s16', 'aac', 6), [2, 0, 1, 4, 5, 3])
  t.deepEqual(channelOrder('opus', 'vorbis', 6), [0, 1, 2, 3, 4, 5])
})

test('channelOrder: there and back is where it was, up to eight channels', t => {
  for (const channels of [3, 5, 6, 7, 8]) {
    for (const [from, to] of [
      ['aac', 'opus'],
      ['flac', 'aac'],
      ['vorbis', 'pcm-s16'],
    ] as const) {
      const there = channelOrder(from, to, channels) ?? []
      const back = channelOrder(to, from, channels) ?? []
      t.deepEqual(
        back.map(channel => there[channel]),
        there.map((_, i) => i),
      )
    }
  }
})

test('channelOrder: a centre at the back is no pair at the back', t => {
  t.is(channelOrder('aac', 'opus', 4), undefined)
  t.is(channelOrder('flac', 'aac', 4), undefined)
})

test('channelOrder: nothing is known of nine channels but that they stay', t => {
  t.deepEqual(channelOrder('flac', 'flac', 9), [0, 1, 2, 3, 4, 5, 6, 7, 8])
})

const sample = (format: AudioSampleFormat, data: Int16Array<ArrayBuffer>) =>
  new AudioSample({ format, sampleRate: 8000, numberOfChannels: 3, timestamp: -2, data })

function channelsOf(audio: AudioSample): number[][] {
  return Array.from({ length: audio.numberOfChannels }, (_, planeIndex) => {
    const plane = new Int16Array(audio.numberOfFrames)
    audio.copyTo(plane, { planeIndex, format: 's16-planar' })
    return [...plane]
  })
}

for (const [format, data] of [
  ['s16', [1, 2, 3, 4, 5, 6]],
  ['s16-planar', [1, 4, 2, 5, 3, 6]],
] as const) {
  test(`reordered: ${format}`, t => {
    const moved = reordered(sample(format, Int16Array.from(data)), [2, 0, 1])
    t.is(moved.timestamp, -2)
    t.is(moved.sampleRate, 8000)
    t.deepEqual(channelsOf(moved), [
      [3, 6],
      [1, 4],
      [2, 5],
    ])
  })
}

test('reordered: the same order is the same sample', t => {
  const before = sample('s16', Int16Array.of(1, 2, 3))
  t.is(reordered(before, [0, 1, 2]), before)
})
