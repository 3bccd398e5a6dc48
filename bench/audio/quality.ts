/** How good encoded sound is: what the ffmpeg program makes of it beside the source. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Judging, Quality } from '../row.js'
import { readPackets } from './packets.js'
import { type Sound, signalToNoise } from './similarity.js'
import { CHANNELS, ENCODED_SECONDS, RATE, type RawSound, reading } from './sounds.js'

/** What the ffmpeg program decodes, as 32-bit floats. */
function decode(input: string[]): Sound {
  const args = ['-v', 'error', '-nostdin', ...input, '-f', 'f32le', '-ar', String(RATE), '-ac', String(CHANNELS), '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`the ffmpeg program cannot decode the result: ${stderr}`)
  const { buffer, byteOffset, length } = stdout
  return { samples: new Float32Array(buffer.slice(byteOffset, byteOffset + length - (length % 4))), channels: CHANNELS }
}

/** `file` holds packets, see packets.ts. */
async function judge(file: string, source: RawSound): Promise<Quality> {
  const { mux } = await import('./containers.js')
  const sound = readPackets(file)
  const container = `${file}.mka`
  await mux(container, sound)
  const hash = createHash('sha256')
  let bytes = 0
  for (const { data } of sound.packets) {
    hash.update(data)
    bytes += data.length
  }
  const decoded = decode(['-i', container])
  const seconds = decoded.samples.length / CHANNELS / RATE
  if (seconds < ENCODED_SECONDS) throw new Error(`of ${ENCODED_SECONDS} s only ${seconds} s are left`)
  const noise = signalToNoise(decode(['-t', String(ENCODED_SECONDS), ...reading(source)]), decoded)
  return { bytes, digest: hash.digest('hex'), figures: { 'SNR dB': noise } }
}

/** What does less than all of the sound is not judged. */
export const against = (source: RawSound): Judging => ({
  judge: file => judge(file, source),
  unnoticed: { 'SNR dB': 0.1 },
})
