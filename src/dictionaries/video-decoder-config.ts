// https://w3c.github.io/webcodecs/#video-decoder-config
import { allowSharedBufferSource, isDetached } from '../webidl/buffer-source.js'
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional, required } from '../webidl/dictionary.js'
import { boolean, domString, double, enforceRange } from '../webidl/primitives.js'
import { HardwareAcceleration, isCodecGiven } from './codec-options.js'
import { VideoColorSpaceInit } from './video-color-space-init.js'

export const VideoDecoderConfig = dictionary('VideoDecoderConfig', {
  /** Codec string as its registration has it, e.g. "avc1.42001f", "vp09.00.10.08", "av01.0.04M.08". */
  codec: required(domString),
  /** Codec-specific bytes, e.g. the avcC box's content. */
  description: optional(allowSharedBufferSource),
  /** Width in pixels, padding included. */
  codedWidth: optional(enforceRange.unsignedLong),
  /** Height in pixels, padding included. */
  codedHeight: optional(enforceRange.unsignedLong),
  /** Horizontal part of the aspect ratio to display frames in. */
  displayAspectWidth: optional(enforceRange.unsignedLong),
  /** Vertical part of the aspect ratio to display frames in. */
  displayAspectHeight: optional(enforceRange.unsignedLong),
  /** Overrides the colour space that the stream declares. */
  colorSpace: optional(VideoColorSpaceInit),
  hardwareAcceleration: optional(HardwareAcceleration, 'no-preference'),
  /** Whether to give out each frame as early as the stream allows. */
  optimizeForLatency: optional(boolean, false),
  /** Rotation of the frames in degrees clockwise, rounded to a multiple of 90. */
  rotation: optional(double, 0),
  /** Whether frames are flipped horizontally. */
  flip: optional(boolean, false),
})
export type VideoDecoderConfig = Idl<typeof VideoDecoderConfig>
export type ConvertedVideoDecoderConfig = Converted<typeof VideoDecoderConfig>

/** What makes the config no valid VideoDecoderConfig (https://w3c.github.io/webcodecs/#valid-videodecoderconfig), if anything. */
export function videoDecoderConfigFault(config: VideoDecoderConfig): string | undefined {
  if (!isCodecGiven(config.codec)) return 'codec is empty'
  return (
    pairFault('coded', config.codedWidth, config.codedHeight) ??
    pairFault('displayAspect', config.displayAspectWidth, config.displayAspectHeight) ??
    (config.description && isDetached(config.description) ? 'description is detached' : undefined)
  )
}

function pairFault(name: string, width: number | undefined, height: number | undefined): string | undefined {
  if ((width === undefined) !== (height === undefined))
    return `${name}Width and ${name}Height go together: only one is given`
  if (width === 0 || height === 0) return `${name}Width and ${name}Height must not be 0`
  return undefined
}
