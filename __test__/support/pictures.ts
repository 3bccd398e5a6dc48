import {
  VideoFrame,
  type VideoFrameBufferInit,
  type VideoFrameCopyToOptions,
  type VideoPixelFormat,
} from '../../index.js'
import type { Colors } from './color-formulas.js'
import { byteLength, depthOf, isRgb } from './planes.js'

/** Tightly packed bytes, and what they mean. */
export interface Picture {
  format: VideoPixelFormat
  bytes: Uint8Array<ArrayBuffer>
  width: number
  height: number
  colors: Colors
}

/** Samples over the whole range of their bits, which a seed decides: edges everywhere, and colours outside of any gamut. */
export function noise(format: VideoPixelFormat, colors: Colors, width = 21, height = 9): Picture {
  const depth = depthOf(format)
  let state = 1
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 16) & (2 ** depth - 1)
  }
  const bytes = new Uint8Array(byteLength(format, width, height))
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < bytes.length; i += depth > 8 ? 2 : 1) {
    if (depth > 8) view.setUint16(i, next(), true)
    else view.setUint8(i, next())
  }
  return { format, bytes, width, height, colors }
}

/** One colour, 8x8 pixels: samples of Y, U, V or R, G, B, and alpha. */
export function flat(format: VideoPixelFormat, colors: Colors, samples: readonly number[]): Picture {
  const [width, height] = [8, 8]
  const bytes = new Uint8Array(byteLength(format, width, height))
  if (isRgb(format)) {
    for (let i = 0; i < bytes.length; i += 4) bytes.set(samples.slice(0, 4), i)
    return { format, bytes, width, height, colors }
  }
  if (format !== 'I444') throw new Error(`flat() does not make ${format}`)
  for (const [i, sample] of samples.entries()) bytes.fill(sample, i * 64, (i + 1) * 64)
  return { format, bytes, width, height, colors }
}

export function frameOf(picture: Picture, init: Partial<VideoFrameBufferInit> = {}): VideoFrame {
  const { format, bytes, width, height, colors } = picture
  const usual = { format, codedWidth: width, codedHeight: height, timestamp: 0, colorSpace: colors }
  return new VideoFrame(bytes, { ...usual, ...init })
}

/** What copyTo() gives, in a buffer that is as large as it has to be. */
export async function copied(frame: VideoFrame, options: VideoFrameCopyToOptions): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(frame.allocationSize(options))
  await frame.copyTo(bytes, options)
  return bytes
}
