/** Decoding sound as fast as possible. */
import { type Packets, readPackets } from '../audio/packets.js'
import * as program from '../audio/program.js'
import { type Sound, signalToNoise } from '../audio/similarity.js'
import { CHANNELS, type CodedName, DECODED_SECONDS, packetsOf, RATE, RAW, readSound } from '../audio/sounds.js'
import { chunksOf, type Data, decoder, decoderConfig, started } from '../audio/work.js'
import { clocks } from '../clock.js'
import type { Api } from '../contenders.js'
import { BEST_PEER, FFMPEG, type Measurement, type Row } from '../row.js'

/** Seconds that are compared with the source. */
const COMPARED = 5

async function decode(api: Api, sound: Packets): Promise<Measurement> {
  const chunks = chunksOf(api, sound)
  let frames = 0
  const { codec, room, finish } = decoder(api, data => {
    frames += data.numberOfFrames
    data.close()
  })
  const stop = clocks()
  codec.configure(decoderConfig(sound))
  for (const chunk of chunks) {
    const full = room()
    if (full) await full
    codec.decode(chunk)
  }
  const { at, late } = await finish()
  const { wall, cpu } = stop(at)
  codec.close()
  return {
    value: (DECODED_SECONDS / wall) * 1000,
    details: {
      'cpu ms a second': cpu / DECODED_SECONDS,
      'decoded s': frames / RATE,
      'outputs after flush': late,
      'SNR dB': await compare(api, sound),
    },
  }
}

/** The first channel, from either layout that packages give. */
function firstChannel(data: Data): Float32Array {
  const samples = new Float32Array(data.allocationSize({ planeIndex: 0 }) / 4)
  data.copyTo(samples, { planeIndex: 0 })
  return data.format === 'f32' ? samples.filter((_, index) => index % data.numberOfChannels === 0) : samples
}

/** Whether what is decoded is the sound, in decibels. */
async function compare(api: Api, sound: Packets): Promise<number> {
  const parts: Float32Array[] = []
  const { codec, finish } = decoder(api, data => {
    parts.push(firstChannel(data))
    data.close()
  })
  codec.configure(decoderConfig(sound))
  const count = sound.packets.findIndex(({ timestamp }) => timestamp > COMPARED * 1e6)
  for (const chunk of chunksOf(api, { ...sound, packets: sound.packets.slice(0, count) })) codec.decode(chunk)
  await finish()
  codec.close()
  const source = new Float32Array(readSound(RAW.f32, COMPARED).buffer).filter((_, index) => index % CHANNELS === 0)
  const samples = Float32Array.from(parts.flatMap(part => [...part]))
  const mono = (samples: Float32Array): Sound => ({ samples, channels: 1 })
  return signalToNoise(mono(source), mono(samples))
}

function row(codec: string, name: CodedName): Row {
  return {
    name: `decode-${codec.toLowerCase()}`,
    work: `decode ${DECODED_SECONDS} s of ${codec}, 48 kHz stereo, data closed at once`,
    unit: 'x real time',
    better: 'higher',
    targets: [
      { than: FFMPEG, times: 1 },
      { than: BEST_PEER, times: 1 },
      { detail: 'decoded s', atLeast: DECODED_SECONDS },
      { detail: 'outputs after flush', atMost: 0 },
    ],
    measure: api => started(() => decode(api, readPackets(packetsOf(name)))),
    program: () => program.decode(name),
  }
}

export const rows: Row[] = [row('Opus', 'opus.ogg'), row('AAC', 'aac.m4a'), row('MP3', 'mp3.mp3')]
