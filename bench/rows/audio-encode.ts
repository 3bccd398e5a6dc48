/** Encoding sound from memory as fast as possible. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Packet, type Packets, writePackets } from '../audio/packets.js'
import * as program from '../audio/program.js'
import { against } from '../audio/quality.js'
import { type AudioCodec, encoderConfig, SETTINGS } from '../audio/settings.js'
import { CHANNELS, ENCODED_SECONDS, RATE, readBlocks } from '../audio/sounds.js'
import { BLOCK, dataOf, encoder, started } from '../audio/work.js'
import { clocks } from '../clock.js'
import type { Api } from '../contenders.js'
import { encoded } from '../paths.js'
import { BEST_PEER, FFMPEG, type Job, type Measurement, type Row } from '../row.js'
import { bytesOf } from '../work.js'

function outputOf(codec: AudioCodec, { contender }: Job): string {
  mkdirSync(encoded, { recursive: true })
  return join(encoded, `${codec}.${contender.replace(/\W+/g, '-')}.packets`)
}

async function encode(api: Api, name: AudioCodec, job: Job): Promise<Measurement> {
  const settings = SETTINGS[name]
  const { source } = settings
  const blocks = readBlocks(source, ENCODED_SECONDS, BLOCK)
  const packets: Packet[] = []
  let description: Packets['description']
  const { codec, room, finish } = encoder(api, (chunk, metadata) => {
    packets.push({ timestamp: chunk.timestamp, duration: chunk.duration ?? 0, data: bytesOf(chunk) })
    const described = metadata?.decoderConfig?.description
    if (described) description ??= new Uint8Array(described as Uint8Array)
  })
  const stop = clocks()
  codec.configure(encoderConfig(settings, job.bitrateFactor))
  for (const [index, block] of blocks.entries()) {
    const full = room()
    if (full) await full
    const data = dataOf(api, block, source.format, index)
    codec.encode(data)
    data.close()
  }
  const { at, late } = await finish()
  const { wall, cpu } = stop(at)
  codec.close()
  const disorder = packets.filter(({ timestamp }, index) => timestamp < (packets[index - 1]?.timestamp ?? 0)).length
  packets.sort((a, b) => a.timestamp - b.timestamp)
  const bits = packets.reduce((sum, { data }) => sum + data.length * 8, 0)
  const output = outputOf(name, job)
  const config = { codec: settings.codec, sampleRate: RATE, numberOfChannels: CHANNELS }
  writePackets(output, { ...config, ...(description ? { description } : {}), packets })
  return {
    value: (ENCODED_SECONDS / wall) * 1000,
    details: {
      'cpu ms a second': cpu / ENCODED_SECONDS,
      'kbit/s': bits / ENCODED_SECONDS / 1000,
      'outputs after flush': late,
      'out of order': disorder,
    },
    encoded: output,
  }
}

function row(codec: AudioCodec, what: string): Row {
  return {
    name: `encode-${codec}`,
    work: `encode ${ENCODED_SECONDS} s of ${what}, 48 kHz stereo in blocks of ${BLOCK}`,
    unit: 'x real time',
    better: 'higher',
    targets: [
      { than: FFMPEG, times: 1 },
      { than: BEST_PEER, times: 1 },
      { detail: 'outputs after flush', atMost: 0 },
      { detail: 'out of order', atMost: 0 },
    ],
    judging: against(SETTINGS[codec].source),
    measure: (api, job) => started(() => encode(api, codec, job)),
    program: job => program.encode(codec, job.bitrateFactor, outputOf(codec, job)),
  }
}

export const rows: Row[] = [
  row('opus', 'Opus at 128 kbit/s, complexity 10'),
  row('aac', 'AAC at 128 kbit/s'),
  row('flac', '16-bit FLAC at compression level 5'),
]
