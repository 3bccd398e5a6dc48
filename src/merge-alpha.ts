import { invalidStateError, notSupportedError } from './errors.js'
import { Resource } from './resource.js'
import { frameOf, mediaOf, type VideoFrame, type VideoFrameArgument, videoFrame } from './video-frame.js'
import type { FrameMedia } from './video-frame-init.js'
import type { Converter } from './webidl/converter.js'

/**
 * Puts the colours of one frame and the alpha of another together to a frame in I420A. It is the way back from
 * `VideoEncoderConfig.alpha: 'keep'`, for which the specification has none: chunks go to one VideoDecoder, their
 * `alphaSideData` to a second one, and what both give for a chunk goes here. Decoders keep the order, so the first
 * frame of the one belongs to the first of the other.
 *
 * The luma of `alpha` is taken as the alpha as it is, from 0 (transparent) to 255, whatever its colour space says. All else
 * is as in `color`: timestamp, duration, colour space, visible rectangle, display size, rotation, flip and metadata.
 * No pixels are copied. All three frames are to be closed on their own.
 *
 * @example
 * const colors: VideoFrame[] = []
 * const alphas: VideoFrame[] = []
 * const decoderFor = (frames: VideoFrame[]) =>
 *   new VideoDecoder({ output: frame => { frames.push(frame); merge() }, error: console.error })
 * const [decoder, alphaDecoder] = [decoderFor(colors), decoderFor(alphas)]
 *
 * function merge() {
 *   while (colors[0] && alphas[0]) {
 *     show(mergeAlpha(colors[0], alphas[0]))
 *     for (const frames of [colors, alphas]) frames.shift()?.close()
 *   }
 * }
 *
 * function onChunk(chunk: EncodedVideoChunk, { decoderConfig, alphaSideData }: EncodedVideoChunkMetadata) {
 *   if (decoderConfig) for (const each of [decoder, alphaDecoder]) each.configure(decoderConfig)
 *   decoder.decode(chunk)
 *   if (!alphaSideData) return // not with `alpha: 'keep'`
 *   alphaDecoder.decode(new EncodedVideoChunk({ type: chunk.type, timestamp: chunk.timestamp, data: alphaSideData }))
 * }
 *
 * @throws InvalidStateError when one of them is closed; NotSupportedError when one is not in I420; TypeError when their
 * coded sizes differ.
 */
export function mergeAlpha(color: VideoFrameArgument, alpha: VideoFrameArgument): VideoFrame {
  const colors = i420(color, 'mergeAlpha(): color')
  const mask = i420(alpha, 'mergeAlpha(): alpha')
  const [size, other] = [colors, mask].map(({ coded }) => `${coded.width}x${coded.height}`)
  if (size !== other) throw new TypeError(`mergeAlpha(): color has ${size} pixels, but alpha has ${other}`)
  const native = colors.resource.native.withAlpha(mask.resource.native)
  return frameOf({ ...colors, resource: new Resource(native), format: 'I420A' })
}

/** An open frame in I420. */
const i420: Converter<FrameMedia> = (value, place) => {
  const media = mediaOf(videoFrame(value, place))
  if (!media) throw invalidStateError(`${place} is closed`)
  if (media.format !== 'I420') throw notSupportedError(`${place} must be in I420, not in ${media.format}`)
  return media
}
