/**
 * The ffmpeg program as a contender. What it does besides: it reads uncompressed sound from a file and cuts it to the
 * coder's frames, or takes packets out of a container and makes 16-bit samples of what it decodes.
 */
import { run } from '../ffmpeg.js'
import type { Measurement } from '../row.js'
import { writePackets } from './packets.js'
import { type AudioCodec, programOptions, SETTINGS } from './settings.js'
import { type CodedName, codedFile, DECODED_SECONDS, ENCODED_SECONDS, reading } from './sounds.js'

const NOWHERE = ['-f', 'null', '-']

function transcode(seconds: number, args: string[]): Measurement {
  const { wall, cpu } = run(args)
  return { value: seconds / (wall / 1000), details: { 'cpu ms a second': cpu / seconds } }
}

export const decode = (name: CodedName): Measurement => transcode(DECODED_SECONDS, ['-i', codedFile(name), ...NOWHERE])

/** Encodes by the clock, and once more for the packets of `output`. */
export async function encode(codec: AudioCodec, factor: number, output: string): Promise<Measurement> {
  const { demux } = await import('./containers.js')
  const settings = SETTINGS[codec]
  const options = ['-t', String(ENCODED_SECONDS), ...reading(settings.source), ...programOptions(settings, factor)]
  const measurement = transcode(ENCODED_SECONDS, [...options, ...NOWHERE])
  const container = `${output}.program.mka`
  run([...options, '-f', 'matroska', container])
  writePackets(output, await demux(container))
  return { ...measurement, encoded: output }
}
