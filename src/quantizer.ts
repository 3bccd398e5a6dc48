import type { VideoEncoderConfig, VideoEncoderEncodeOptions } from './dictionaries/video-encoder-config.js'

/**
 * By the beginnings of codec strings: the member of the encode options, and the greatest quantizer. That of VP9 is not
 * checked, as what is greater than its 63 counts as 63.
 */
const QUANTIZERS = {
  avc1: ['avc', 51],
  avc3: ['avc', 51],
  hvc1: ['hevc', 51],
  hev1: ['hevc', 51],
  vp09: ['vp9', Number.POSITIVE_INFINITY],
} as const satisfies Record<string, [member: keyof VideoEncoderEncodeOptions, greatest: number]>

/**
 * The quantizer that the options name for a frame, if the configuration is one by quantizers: that of its own codec; all
 * others are ignored. Without one a frame has that of the frame before.
 * @throws TypeError when it is beyond the codec's range.
 */
export function quantizerOf(
  { codec, bitrateMode }: VideoEncoderConfig,
  options: VideoEncoderEncodeOptions,
): number | undefined {
  const row = Object.entries(QUANTIZERS).find(([beginning]) => codec.startsWith(beginning))?.[1]
  if (bitrateMode !== 'quantizer' || !row) return undefined
  const [member, greatest] = row
  const quantizer = options[member]?.quantizer ?? undefined
  if (quantizer !== undefined && quantizer > greatest)
    throw new TypeError(`VideoEncoder.encode(): ${member}.quantizer must be from 0 to ${greatest}, got ${quantizer}`)
  return quantizer
}
