import { EncodedAudioChunkInit } from './dictionaries/encoded-chunk-init.js'
import { chunkInterface, type EncodedChunk } from './encoded-chunk.js'

const { Interface, argument, bytesOf, create } = chunkInterface('EncodedAudioChunk', EncodedAudioChunkInit)

/** Immutable encoded bytes of some audio. https://w3c.github.io/webcodecs/#encodedaudiochunk-interface */
export const EncodedAudioChunk = Interface
export interface EncodedAudioChunk extends EncodedChunk {}

export { argument as encodedAudioChunk, bytesOf as bytesOfChunk, create as createEncodedAudioChunk }
