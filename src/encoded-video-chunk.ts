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

let isChunk: (value: object) => value is Chunk
/** The bytes of a chunk, not copied; not to be written to. Not part of the public API. */
export let bytesOfChunk: (chunk: EncodedVideoChunk) => Uint8Array

/** Immutable encoded bytes of one picture. https://w3c.github.io/webcodecs/#encodedvideochunk-interface */
class Chunk {
  readonly #data: Uint8Array
  readonly #type: EncodedVideoChunkType
  readonly #timestamp: number
  readonly #duration: number | null

  /**
   * Copies `init.data`.
   * @throws TypeError for a malformed init; DataCloneError for a `transfer` list with duplicates or detached buffers.
   */
  constructor(init: EncodedVideoChunkInit) {
    const { data, duration, timestamp, transfer, type } = EncodedVideoChunkInit(init, 'new EncodedVideoChunk(): init')
    checkTransfer(transfer, 'new EncodedVideoChunk(): init.transfer')
    this.#data = bytesOf(data).slice()
    this.#type = type
    this.#timestamp = timestamp
    this.#duration = duration ?? null
    detach(transfer)
  }

  /** "key" when the chunk can be decoded without others. */
  get type(): EncodedVideoChunkType {
    return this.#type
  }

  /** Presentation time in microseconds. */
  get timestamp(): number {
    return this.#timestamp
  }

  /** Presentation duration in microseconds, or null. */
  get duration(): number | null {
    return this.#duration
  }

  get byteLength(): number {
    return this.#data.byteLength
  }

  /**
   * Copies the bytes to the start of `destination`.
   * @throws TypeError when the destination is smaller than `byteLength`, or detached.
   */
  copyTo(destination: AllowSharedBufferSource): void {
    brand(#data in this)
    const data = this.#data
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
    isChunk = (value): value is Chunk => #data in value
    bytesOfChunk = chunk => (chunk as Chunk).#data
  }
}

export const EncodedVideoChunk = idlInterface(Chunk, 'EncodedVideoChunk')
export interface EncodedVideoChunk extends Public<Chunk> {}

/** Converts an argument that must be an EncodedVideoChunk. */
export const encodedVideoChunk: Converter<EncodedVideoChunk> = interfaceType('EncodedVideoChunk', isChunk)
