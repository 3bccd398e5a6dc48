import { EncodedVideoChunkInit } from './dictionaries/encoded-chunk-init.js'
import { chunkInterface, type EncodedChunk } from './encoded-chunk.js'

const { Interface, argument, bytesOf, create } = chunkInterface('EncodedVideoChunk', EncodedVideoChunkInit)

/** Immutable encoded bytes of one picture. https://w3c.github.io/webcodecs/#encodedvideochunk-interface */
export const EncodedVideoChunk = Interface
export interface EncodedVideoChunk extends EncodedChunk {}

export { argument as encodedVideoChunk, bytesOf as bytesOfChunk, create as createEncodedVideoChunk }
