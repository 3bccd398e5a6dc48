/** What of the tables is asked for. */
import { join } from 'node:path'
import { FRAMERATE } from '../clips.js'
import { encoded } from '../paths.js'
import { CODECS, type Codec, type Mode } from '../settings.js'
import type { Content } from './contents.js'

export interface Scope {
  width: number
  height: number
  /** Frames of each clip. */
  frames: number
  codecs: Codec[]
  modes: readonly Mode[]
  contents: Content[]
  /** Bits per pixel that are asked for, from few to many. */
  rates: number[]
}

/** Bits per second. */
export const bitrateOf = ({ width, height }: Scope, rate: number): number =>
  Math.round(width * height * FRAMERATE * rate)

/** The file that an encoding is judged in. */
export const fileOf = (codec: Codec): string => join(encoded, `quality-table-${codec}.${CODECS[codec].muxer}`)
