import { EncodedVideoChunkInit, type EncodedVideoChunkType } from './dictionaries/encoded-video-chunk-init.js'
import {
  type AllowSharedBufferSource,
  allowSharedBufferSource,
  bytesOf,
  checkTransfer,
  detach,
  isDetached,
} from './webidl/buffer-source.js'
import type { Converter } from './webidl/converter.js'
import { brand, idlInterface, type Public } from './webidl/interface.js'
import { interfaceType } from './webidl/primitives.js'

/** The internal slots of an EncodedVideoChunk. */
export interface ChunkState {
  readonly data: Uint8Array
  readonly type: EncodedVideoChunkType
  /** Microseconds. */
  readonly timestamp: number
  /** Microseconds. */
  readonly duration: number | null
}

/** Slots for a new chunk: the constructor's argument that users cannot make. */
class Made {
  constructor(readonly state: ChunkState) {}
}

let isChunk: (value: object) => value is Chunk
let stateOf: (chunk: EncodedVideoChunk) => ChunkState

/** Immutable encoded bytes of one picture. https://w3c.github.io/webcodecs/#encodedvideochunk-interface */
class Chunk {
  readonly #state: ChunkState

  /**
   * Copies `init.data`.
   * @throws TypeError for a malformed init; DataCloneError for a `transfer` list with duplicates or detached buffers.
   */
  constructor(init: EncodedVideoChunkInit) {
    this.#state = init instanceof Made ? init.state : stateFromInit(init)
  }

  /** "key" when the chunk can be decoded without others. */
  get type(): EncodedVideoChunkType {
    return this.#state.type
  }

  /** Presentation time in microseconds. */
  get timestamp(): number {
    return this.#state.timestamp
  }

  /** Presentation duration in microseconds, or null. */
  get duration(): number | null {
    return this.#state.duration
  }

  get byteLength(): number {
    return this.#state.data.byteLength
  }

  /**
   * Copies the bytes to the start of `destination`.
   * @throws TypeError when the destination is smaller than `byteLength`, or detached.
   */
  copyTo(destination: AllowSharedBufferSource): void {
    brand(#state in this)
    const { data } = this.#state
    const source = allowSharedBufferSource(destination, 'EncodedVideoChunk.copyTo(): destination')
    if (isDetached(source)) throw new TypeError('EncodedVideoChunk.copyTo(): destination is detached')
    const target = bytesOf(source)
    if (target.byteLength < data.byteLength) {
      throw new TypeError(
        `EncodedVideoChunk.copyTo(): ${data.byteLength} bytes do not fit into the destination's ${target.byteLength}`,
      )
    }
    target.set(data)
  }

  static {
    isChunk = (value): value is Chunk => #state in value
    stateOf = chunk => (chunk as Chunk).#state
  }
}

function stateFromInit(init: EncodedVideoChunkInit): ChunkState {
  const { data, duration, timestamp, transfer, type } = EncodedVideoChunkInit(init, 'new EncodedVideoChunk(): init')
  checkTransfer(transfer, 'new EncodedVideoChunk(): init.transfer')
  const state = { data: bytesOf(data).slice(), type, timestamp, duration: duration ?? null }
  detach(transfer)
  return state
}

export const EncodedVideoChunk = idlInterface(Chunk, 'EncodedVideoChunk')
export interface EncodedVideoChunk extends Public<Chunk> {}

/** Converts an argument that must be an EncodedVideoChunk. */
export const encodedVideoChunk: Converter<EncodedVideoChunk> = interfaceType('EncodedVideoChunk', isChunk)

/** The bytes of a chunk, not copied; not to be written to. Not part of the public API. */
export const bytesOfChunk = (chunk: EncodedVideoChunk): Uint8Array => stateOf(chunk).data

/**
 * A chunk of an encoder's output. Takes the bytes without a copy, and any time: those of frames may be beyond what the
 * constructor takes. Not part of the public API.
 */
export const createEncodedVideoChunk = (state: ChunkState): EncodedVideoChunk => new Chunk(new Made(state) as never)
