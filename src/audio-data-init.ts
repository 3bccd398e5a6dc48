// What the slots of a new AudioData hold: https://w3c.github.io/webcodecs/#audiodata-constructors
import type { ConvertedAudioDataInit } from './dictionaries/audio-data-init.js'
import { NativeSamples } from './native.js'
import { Resource } from './resource.js'
import { type AudioSampleFormat, sampleFormat } from './sample-format.js'
import { bytesOf, checkTransfer, detach } from './webidl/buffer-source.js'

/** The internal slots of an AudioData; [[Detached]] is a null resource. */
export interface AudioState {
  readonly resource: Resource<NativeSamples> | null
  readonly format: AudioSampleFormat | null
  /** Hertz. */
  readonly sampleRate: number
  readonly numberOfFrames: number
  readonly numberOfChannels: number
  /** Microseconds. */
  readonly timestamp: number
}

/** The slots of an AudioData that is not closed. */
export interface AudioMedia extends AudioState {
  readonly resource: Resource<NativeSamples>
  readonly format: AudioSampleFormat
}

/** Samples as a decoder gives them out. */
export interface DecodedSamples {
  samples: NativeSamples
  format: string
  sampleRate: number
  numberOfFrames: number
  numberOfChannels: number
  timestamp: number
}

/** AudioData(init). */
export function stateFromInit(init: ConvertedAudioDataInit): AudioMedia {
  const { data, format, numberOfChannels, numberOfFrames, sampleRate, timestamp, transfer } = init
  const bytes = bytesOf(data)
  const fault = audioDataInitFault(init, bytes.byteLength)
  if (fault) throw new TypeError(`new AudioData(): init.${fault}`)
  checkTransfer(transfer, 'new AudioData(): init.transfer')
  const resource = new Resource(NativeSamples.fromBytes(bytes, format, numberOfFrames, numberOfChannels))
  detach(transfer)
  return { resource, format, sampleRate, numberOfFrames, numberOfChannels, timestamp }
}

/** What makes the init no valid AudioDataInit (https://w3c.github.io/webcodecs/#valid-audiodatainit), if anything. */
function audioDataInitFault(
  { format, numberOfChannels, numberOfFrames, sampleRate }: ConvertedAudioDataInit,
  byteLength: number,
): string | undefined {
  if (sampleRate <= 0) return `sampleRate must be greater than 0, got ${sampleRate}`
  if (numberOfFrames === 0 || numberOfChannels === 0) return 'numberOfFrames and numberOfChannels must not be 0'
  // The product may be rounded, but then it is beyond what any buffer has.
  const size = numberOfFrames * numberOfChannels * sampleFormat(format).bytes
  return byteLength < size ? `data has ${byteLength} bytes, but needs ${size}` : undefined
}

/** "Output AudioData". */
export function stateFromSamples(output: DecodedSamples): AudioMedia {
  const { samples, sampleRate, numberOfFrames, numberOfChannels, timestamp } = output
  const format = output.format as AudioSampleFormat
  return { resource: new Resource(samples), format, sampleRate, numberOfFrames, numberOfChannels, timestamp }
}
