/// <reference lib="esnext.disposable" preserve="true" />
import { allocationSize, copyTo } from './audio-data-copy.js'
import {
  type AudioMedia,
  type AudioState,
  type DecodedSamples,
  stateFromInit,
  stateFromSamples,
} from './audio-data-init.js'
import { AudioDataCopyToOptions, AudioDataInit } from './dictionaries/audio-data-init.js'
import { invalidStateError } from './errors.js'
import type { AudioSampleFormat } from './sample-format.js'
import { type AllowSharedBufferSource, allowSharedBufferSource } from './webidl/buffer-source.js'
import type { Converter } from './webidl/converter.js'
import { brand, idlInterface, type Public } from './webidl/interface.js'
import type { Lib } from './webidl/lib-dom.js'
import { interfaceType } from './webidl/primitives.js'

/** Slots for new AudioData: the constructor's argument that users cannot make. */
class Made {
  constructor(readonly state: AudioState) {}
}

let isAudioData: (value: object) => value is Samples
let stateOf: (data: AudioData) => AudioState

/** Samples of sound. Close it when done: they take memory. https://w3c.github.io/webcodecs/#audiodata-interface */
class Samples {
  #state: AudioState

  /**
   * Copies the samples in `init.data`, of which there may be more than are wanted.
   * @throws TypeError for an invalid init or too few bytes; DataCloneError for a `transfer` list with duplicates or
   * detached buffers.
   */
  constructor(init: AudioDataInit) {
    this.#state = init instanceof Made ? init.state : stateFromInit(AudioDataInit(init, 'new AudioData(): init'))
  }

  /** Null when closed. */
  get format(): AudioSampleFormat | null {
    return this.#state.format
  }

  /** Frames per second; 0 when closed. */
  get sampleRate(): number {
    return this.#state.sampleRate
  }

  /** Samples of each channel; 0 when closed. */
  get numberOfFrames(): number {
    return this.#state.numberOfFrames
  }

  /** 0 when closed. */
  get numberOfChannels(): number {
    return this.#state.numberOfChannels
  }

  /** Microseconds, cut to an integer; 0 when closed. */
  get duration(): number {
    return durationOf(this.#state)
  }

  /** Presentation time in microseconds. */
  get timestamp(): number {
    return this.#state.timestamp
  }

  /**
   * The bytes that copyTo() with the same options needs.
   * @throws InvalidStateError when closed; RangeError for a plane or frames that are not there.
   */
  allocationSize(options: AudioDataCopyToOptions): number {
    brand(#state in this)
    const copyOptions = AudioDataCopyToOptions(options, 'AudioData.allocationSize(): options')
    return allocationSize(assertOpen(this.#state, 'allocationSize'), copyOptions)
  }

  /**
   * Copies the samples of a plane to the start of `destination`, converted to `options.format`. An integer of n bits
   * stands for itself divided by 2^(n-1), once u8 has lost its bias of 128. Conversion to fewer bits drops the others,
   * from floats it rounds to the nearest integer and clips, and makes 0 of NaN; floats that stay floats keep every bit.
   * @throws InvalidStateError when closed; RangeError for a plane or frames that are not there, and when `destination`
   * is too small or detached.
   */
  copyTo(destination: AllowSharedBufferSource, options: AudioDataCopyToOptions): void {
    brand(#state in this)
    const target = allowSharedBufferSource(destination, 'AudioData.copyTo(): destination')
    const copyOptions = AudioDataCopyToOptions(options, 'AudioData.copyTo(): options')
    copyTo(assertOpen(this.#state, 'copyTo'), target, copyOptions)
  }

  /**
   * Another AudioData of the same samples, to be closed on its own.
   * @throws InvalidStateError when closed.
   */
  clone(): AudioData {
    const state = assertOpen(this.#state, 'clone')
    return create({ ...state, resource: state.resource.retain() })
  }

  /** Gives the samples back. The timestamp remains. */
  close(): void {
    const { resource, timestamp } = this.#state
    resource?.release()
    this.#state = { resource: null, format: null, sampleRate: 0, numberOfFrames: 0, numberOfChannels: 0, timestamp }
  }

  /** close(), for `using`. */
  [Symbol.dispose](): void {
    this.close()
  }

  static {
    isAudioData = (value): value is Samples => #state in value
    stateOf = data => (data as Samples).#state
  }
}

const create = (state: AudioState): AudioData => new Samples(new Made(state) as never)

const isOpen = (state: AudioState): state is AudioMedia => state.resource !== null

function assertOpen(state: AudioState, method: string): AudioMedia {
  if (!isOpen(state)) throw invalidStateError(`AudioData.${method}(): the AudioData is closed`)
  return state
}

/** Exact, as the quotient of two numbers may be rounded up to an integer. */
function durationOf({ numberOfFrames, sampleRate }: AudioState): number {
  const scaled = numberOfFrames * 1_000_000
  return sampleRate === 0 ? 0 : Math.round((scaled - (scaled % sampleRate)) / sampleRate)
}

export const AudioData = idlInterface(Samples, 'AudioData')
export interface AudioData extends Public<Samples> {}

/** AudioData as an argument: lib.dom's type lacks a member of ours, and must do all the same. */
export type AudioDataArgument = AudioData | Lib<'AudioData'>

/** Converts an argument that must be an AudioData. */
export const audioData: Converter<AudioData> = interfaceType('AudioData', isAudioData)

/** What an encoder needs of the AudioData, or null when it is closed. Not part of the public API. */
export function mediaOf(data: AudioData): AudioMedia | null {
  const state = stateOf(data)
  return isOpen(state) ? state : null
}

/** AudioData of a decoder's output. Not part of the public API. */
export const createAudioData = (samples: DecodedSamples): AudioData => create(stateFromSamples(samples))
