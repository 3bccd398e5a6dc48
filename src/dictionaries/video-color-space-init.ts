// https://w3c.github.io/webcodecs/#video-color-space-interface
import type { Idl } from '../webidl/converter.js'
import { dictionary, optional } from '../webidl/dictionary.js'
import { boolean, nullable, oneOf } from '../webidl/primitives.js'

export const VideoColorPrimaries = oneOf('bt709', 'bt470bg', 'smpte170m', 'bt2020', 'smpte432')
export type VideoColorPrimaries = Idl<typeof VideoColorPrimaries>

export const VideoTransferCharacteristics = oneOf('bt709', 'smpte170m', 'iec61966-2-1', 'linear', 'pq', 'hlg')
export type VideoTransferCharacteristics = Idl<typeof VideoTransferCharacteristics>

export const VideoMatrixCoefficients = oneOf('rgb', 'bt709', 'bt470bg', 'smpte170m', 'bt2020-ncl')
export type VideoMatrixCoefficients = Idl<typeof VideoMatrixCoefficients>

export const VideoColorSpaceInit = dictionary('VideoColorSpaceInit', {
  primaries: optional(nullable(VideoColorPrimaries), null),
  transfer: optional(nullable(VideoTransferCharacteristics), null),
  matrix: optional(nullable(VideoMatrixCoefficients), null),
  /** Whether samples use the full range of their bits, or the limited one of video. */
  fullRange: optional(nullable(boolean), null),
})
export type VideoColorSpaceInit = Idl<typeof VideoColorSpaceInit>
