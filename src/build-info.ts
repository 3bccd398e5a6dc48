import { type NativeBuildInfo, nativeBuildInfo } from './native.js'
import { VERSION } from './version.js'

export type {
  AudioCoderInfo,
  ContentHintInfo,
  FfmpegInfo,
  FormatInfo,
  VideoDecoderInfo,
  VideoEncoderInfo,
  VideoProfileInfo,
} from './native.js'

/** What this package is linked with and what it can do with it. Coders of a codec are in order of preference. */
export interface BuildInfo extends NativeBuildInfo {
  /** The version of this package. */
  version: string
}

/** Tells the version, the linked FFmpeg, and the coders that are used where it has them: all rows of our tables. */
export function getBuildInfo(): BuildInfo {
  return { version: VERSION, ...nativeBuildInfo() }
}
