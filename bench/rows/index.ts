/** All rows, in the order of the table. */
import type { Row } from '../row.js'
import * as decode from './decode.js'
import * as encode from './encode.js'
import * as frames from './frames.js'
import * as jsThread from './js-thread.js'
import * as latency from './latency.js'
import * as many from './many.js'
import * as memory from './memory.js'

export const ROWS: Row[] = [decode, encode, latency, many, frames, jsThread, memory].flatMap(family => family.rows)
