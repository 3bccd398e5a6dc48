// The steps of AudioData's allocationSize() and copyTo(): https://w3c.github.io/webcodecs/#audiodata-methods
import type { AudioMedia } from './audio-data-init.js'
import type { ConvertedAudioDataCopyToOptions } from './dictionaries/audio-data-init.js'
import { type AudioSampleFormat, sampleFormat } from './sample-format.js'
import { type AllowSharedBufferSource, bytesOf } from './webidl/buffer-source.js'

type Options = ConvertedAudioDataCopyToOptions

/** What is to be copied. */
interface Copy {
  /** That of the destination. */
  format: AudioSampleFormat
  frameCount: number
  /** What the destination needs. */
  bytes: number
}

/** The bytes that a destination needs. */
export const allocationSize = (media: AudioMedia, options: Options): number =>
  computeCopy(media, options, 'AudioData.allocationSize()').bytes

/** Copies on this thread, as fast as memory allows. */
export function copyTo(media: AudioMedia, destination: AllowSharedBufferSource, options: Options): void {
  const place = 'AudioData.copyTo()'
  const { format, frameCount, bytes } = computeCopy(media, options, place)
  const target = bytesOf(destination)
  if (target.byteLength < bytes) {
    throw new RangeError(`${place}: destination has ${target.byteLength} bytes, but needs ${bytes}`)
  }
  media.resource.native.copyTo(target, format, options.planeIndex, options.frameOffset, frameCount)
}

/** "Compute Copy Element Count", and the bytes of so many elements. Every conversion is supported. */
function computeCopy(media: AudioMedia, options: Options, place: string): Copy {
  const { numberOfFrames, numberOfChannels } = media
  const { planeIndex, frameOffset, format = media.format } = options
  const { bytes, planar } = sampleFormat(format)
  const [planes, channels] = planar ? [numberOfChannels, 1] : [1, numberOfChannels]
  if (planeIndex >= planes) {
    throw new RangeError(`${place}: options.planeIndex is ${planeIndex}, but ${format} has ${planes} planes here`)
  }
  if (frameOffset >= numberOfFrames) {
    throw new RangeError(`${place}: options.frameOffset is ${frameOffset}, but there are ${numberOfFrames} frames`)
  }
  const { frameCount = numberOfFrames - frameOffset } = options
  if (frameCount > numberOfFrames - frameOffset) {
    throw new RangeError(
      `${place}: options.frameCount is ${frameCount}, but ${numberOfFrames - frameOffset} frames are left`,
    )
  }
  return { format, frameCount, bytes: frameCount * channels * bytes }
}
