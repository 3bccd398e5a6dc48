/** All rows, in the order of the table. Each half has clips of its own. */
import type { Row } from '../row.js'
import * as audioDecode from './audio-decode.js'
import * as audioEncode from './audio-encode.js'
import * as audioJsThread from './audio-js-thread.js'
import * as audioMemory from './audio-memory.js'
import * as audioPackets from './audio-packets.js'
import * as decode from './decode.js'
import * as encode from './encode.js'
import * as frames from './frames.js'
import * as jsThread from './js-thread.js'
import * as latency from './latency.js'
import * as load from './load.js'
import * as many from './many.js'
import * as memory from './memory.js'

const rowsOf = (families: { rows: Row[] }[]): Row[] => families.flatMap(({ rows }) => rows)

export const VIDEO_ROWS = rowsOf([encode, decode, latency, many, frames, jsThread, memory])
export const AUDIO_ROWS = rowsOf([audioEncode, audioDecode, audioPackets, audioJsThread, audioMemory])
export const ROWS = [...load.rows, ...VIDEO_ROWS, ...AUDIO_ROWS]
