/** What the codecs of sound take from the JavaScript thread. */
import { readPackets } from '../audio/packets.js'
import { encoderConfig, SETTINGS } from '../audio/settings.js'
import { packetsOf, readBlocks } from '../audio/sounds.js'
import { BLOCK, dataOf, decoder, decoderConfig, encoder } from '../audio/work.js'
import { type Backlogged, CallTimes, rounds } from '../backlog.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'

/** Seconds of sound that wait in a codec: enough for it to be at work when it is ended. */
const BACKLOG = 10

const { opus } = SETTINGS

function encoding(api: Api, watch: CallTimes, blocks: Uint8Array<ArrayBuffer>[]): Backlogged {
  const { codec } = encoder(api, () => {})
  const copy = new Uint8Array(blocks[0]?.length ?? 0)
  return {
    items: blocks.length,
    configure: () => codec.configure(encoderConfig(opus, 1)),
    queue(index) {
      const block = blocks[index] as Uint8Array<ArrayBuffer>
      const data = watch.time('new AudioData', () => dataOf(api, block, opus.source.format, index))
      watch.time('encode', () => codec.encode(data))
      const clone = watch.time('clone', () => data.clone())
      watch.time('copyTo', () => clone.copyTo(copy, { planeIndex: 0 }))
      clone.close()
      watch.time('AudioData.close', () => data.close())
    },
    look: () => void [codec.encodeQueueSize, codec.state, codec.ondequeue],
    flush: () => codec.flush(),
    reset: () => codec.reset(),
    close: () => codec.close(),
  }
}

function decoding(api: Api, watch: CallTimes): Backlogged {
  const { codec } = decoder(api, data => data.close())
  const sound = readPackets(packetsOf('opus.ogg'))
  const packets = sound.packets.filter(({ timestamp }) => timestamp < BACKLOG * 1e6)
  return {
    items: packets.length,
    configure: () => codec.configure(decoderConfig(sound)),
    queue(index) {
      const init = {
        type: 'key' as const,
        timestamp: 0,
        ...packets[index],
        data: packets[index]?.data ?? new Uint8Array(),
      }
      const chunk = watch.time('new EncodedAudioChunk', () => new api.EncodedAudioChunk(init))
      watch.time('decode', () => codec.decode(chunk))
    },
    look: () => void [codec.decodeQueueSize, codec.state, codec.ondequeue],
    flush: () => codec.flush(),
    reset: () => codec.reset(),
    close: () => codec.close(),
  }
}

async function backlog(api: Api): Promise<Measurement> {
  const watch = new CallTimes()
  const blocks = readBlocks(opus.source, BACKLOG, BLOCK)
  await rounds(watch, times => encoding(api, times, blocks))
  await rounds(watch, times => decoding(api, times))
  return watch.result()
}

export const rows: Row[] = [
  {
    name: 'audio-js-thread',
    work: `calls on the JavaScript thread with a backlog of ${BACKLOG} s of Opus: worst 99th percentile`,
    unit: 'ms',
    better: 'lower',
    targets: [{ atMost: 0.1 }],
    measure: backlog,
  },
]
