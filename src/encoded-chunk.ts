// EncodedVideoChunk and EncodedAudioChunk, which the specification defines in the same words:
// https://w3c.github.io/webcodecs/#encodedvideochunk-interface, #encodedaudiochunk-interface
import type {
  ConvertedEncodedChunkInit,
  EncodedChunkInit,
  EncodedChunkType,
  EncodedVideoChunkInit,
} from './dictionaries/encoded-chunk-init.js'
import {
  type AllowSharedBufferSource,
  allowSharedBufferSource,
  bytesOf,
  checkTransfer,
  detach,
  isDetached,
} from './webidl/buffer-source.js'
import type { Converter } from './webidl/converter.js'
import { brand, idlInterface } from './webidl/interface.js'
import { interfaceType } from './webidl/primitives.js'

/** The internal slots of a chunk. */
export interface ChunkState {
  readonly data: Uint8Array
  readonly type: EncodedChunkType
  /** Microseconds. */
  readonly timestamp: number
  /** Microseconds. */
  readonly duration: number | null
}

/** Immutable encoded bytes. */
export interface EncodedChunk {
  /** "key" when the chunk can be decoded without others. */
  readonly type: EncodedChunkType

  /** Presentation time in microseconds. */
  readonly timestamp: number

  /** Presentation duration in microseconds, or null. */
  readonly duration: number | null

  readonly byteLength: number

  /**
   * Copies the bytes to the start of `destination`.
   * @throws TypeError when the destination is smaller than `byteLength`, or detached.
   */
  copyTo(destination: AllowSharedBufferSource): void
}

export interface EncodedChunkConstructor {
  /**
   * Copies `init.data`.
   * @throws TypeError for a malformed init; DataCloneError for a `transfer` list with duplicates or detached buffers.
   */
  new (init: EncodedChunkInit): EncodedChunk
  readonly prototype: EncodedChunk
}

/** An interface of chunks, with the access to its slots that is not part of the public API. */
export interface ChunkInterface {
  readonly Interface: EncodedChunkConstructor
  /** Converts an argument that must be such a chunk. */
  readonly argument: Converter<EncodedChunk>
  /** The bytes of a chunk, not copied; not to be written to. */
  readonly bytesOf: (chunk: EncodedChunk) => Uint8Array
  /**
   * A chunk of an encoder's output. Takes the bytes without a copy, and any time: those of media may be beyond what the
   * constructor takes.
   */
  readonly create: (state: ChunkState) => EncodedChunk
}

/** Slots for a new chunk: the constructor's argument that users cannot make. */
class Made {
  constructor(readonly state: ChunkState) {}
}

/** Each call makes an interface of its own, whose members refuse the chunks of others. */
export function chunkInterface(name: string, convertInit: typeof EncodedVideoChunkInit): ChunkInterface {
  let isChunk!: (value: object) => value is Chunk
  let stateOf!: (chunk: EncodedChunk) => ChunkState

  class Chunk implements EncodedChunk {
    readonly #state: ChunkState

    constructor(init: EncodedChunkInit) {
      this.#state = init instanceof Made ? init.state : stateFromInit(convertInit(init, `new ${name}(): init`), name)
    }

    get type(): EncodedChunkType {
      return this.#state.type
    }

    get timestamp(): number {
      return this.#state.timestamp
    }

    get duration(): number | null {
      return this.#state.duration
    }

    get byteLength(): number {
      return this.#state.data.byteLength
    }

    copyTo(destination: AllowSharedBufferSource): void {
      brand(#state in this)
      copyBytes(this.#state.data, destination, `${name}.copyTo()`)
    }

    static {
      isChunk = (value): value is Chunk => #state in value
      stateOf = chunk => (chunk as Chunk).#state
    }
  }

  return {
    Interface: idlInterface(Chunk, name),
    argument: interfaceType(name, isChunk),
    bytesOf: chunk => stateOf(chunk).data,
    create: state => new Chunk(new Made(state) as never),
  }
}

function stateFromInit(init: ConvertedEncodedChunkInit, name: string): ChunkState {
  const { data, duration, timestamp, transfer, type } = init
  checkTransfer(transfer, `new ${name}(): init.transfer`)
  const state = { data: bytesOf(data).slice(), type, timestamp, duration: duration ?? null }
  detach(transfer)
  return state
}

function copyBytes(data: Uint8Array, destination: AllowSharedBufferSource, place: string): void {
  const source = allowSharedBufferSource(destination, `${place}: destination`)
  if (isDetached(source)) throw new TypeError(`${place}: destination is detached`)
  const target = bytesOf(source)
  if (target.byteLength < data.byteLength) {
    throw new TypeError(`${place}: ${data.byteLength} bytes do not fit into the destination's ${target.byteLength}`)
  }
  target.set(data)
}
