// What a VideoFrame can be made from beside the specification's sources: pictures as the libraries of servers hold them.
// They are known by documented members, so that none of those libraries is needed.
import { types } from 'node:util'
import { invalidStateError } from './errors.js'
import { bytesOf, isDetached } from './webidl/buffer-source.js'
import { isObject, show } from './webidl/converter.js'
import { enforceRange, oneOf } from './webidl/primitives.js'

type Bytes = Uint8Array | Uint8ClampedArray

/** ImageData as in browsers, `@napi-rs/canvas` and `skia-canvas`: rows of RGBA, alpha not premultiplied. */
export interface ImageDataLike {
  readonly data: Bytes
  /** Pixels. */
  readonly width: number
  /** Pixels. */
  readonly height: number
  /** Default: "srgb". */
  readonly colorSpace?: 'srgb' | 'display-p3'
}

/** A canvas of `@napi-rs/canvas` or `skia-canvas`, whose 2D context has getImageData(). */
export interface CanvasLike {
  /** Pixels. */
  readonly width: number
  /** Pixels. */
  readonly height: number
  getContext(contextId: '2d'): unknown
}

/** What `sharp(…).raw().toBuffer({ resolveWithObject: true })` gives: grey, grey and alpha, RGB or RGBA; 8 bits, sRGB. */
export interface RawImageLike {
  readonly data: Bytes
  readonly info: {
    /** Pixels. */
    readonly width: number
    /** Pixels. */
    readonly height: number
    /** 1, 2, 3 or 4. */
    readonly channels: number
  }
}

export type ImageLike = ImageDataLike | CanvasLike | RawImageLike

/** A picture that is there to be read. */
export interface ImageSource {
  /** Pixels; 0 when the image is empty. */
  readonly width: number
  /** Pixels; 0 when the image is empty. */
  readonly height: number
  read(): Pixels
}

/** Rows of pixels without padding. */
export interface Pixels {
  readonly bytes: Uint8Array
  /** Bytes of a pixel: 4 as `format` has it, or fewer for grey (1), grey and alpha (2) or RGB (3). */
  readonly channels: number
  /** The format that it becomes. */
  readonly format: 'RGBA' | 'RGBX' | 'BGRA'
  readonly colorSpace: 'srgb' | 'display-p3'
}

type Members = Readonly<Record<string, unknown>>

const PLACE = 'new VideoFrame(): image'
const ImageColorSpace = oneOf('srgb', 'display-p3')

/** The value as a picture, or undefined when it is none of those above. */
export function imageSource(value: unknown): ImageSource | undefined {
  if (!isObject(value)) return undefined
  const members = value as Members
  if (typeof members.getContext === 'function') return fromCanvas(members)
  if (!('data' in members)) return undefined
  if (isObject(members.info)) return fromRaw(members.data, members.info as Members)
  return 'width' in members && 'height' in members ? fromImageData(members) : undefined
}

const sizeOf = ({ width, height }: Members, place: string) => ({
  width: enforceRange.unsignedLong(width, `${place}.width`),
  height: enforceRange.unsignedLong(height, `${place}.height`),
})

/** What is used of a 2D context. */
interface Context {
  getImageData(x: number, y: number, width: number, height: number): Members
  getContextAttributes?(): { alpha?: boolean }
}

/** Read by getImageData(), which undoes the premultiplication. */
function fromCanvas(canvas: Members): ImageSource {
  const size = sizeOf(canvas, PLACE)
  return {
    ...size,
    read() {
      const context = (canvas as unknown as CanvasLike).getContext('2d') as Context | null
      if (!context) throw invalidStateError(`${PLACE} is a canvas without a 2D context`)
      const pixels = fromImageData(context.getImageData(0, 0, size.width, size.height)).read()
      const opaque = context.getContextAttributes?.().alpha === false
      return opaque && pixels.format === 'RGBA' ? { ...pixels, format: 'RGBX' } : pixels
    },
  }
}

/** The kinds of pixels that ImageData of `skia-canvas` may hold, as far as they are ours. */
const COLOR_TYPES = new Map<unknown, Pixels['format']>([
  [undefined, 'RGBA'],
  ['rgba', 'RGBA'],
  ['RGBA8888', 'RGBA'],
  ['bgra', 'BGRA'],
  ['BGRA8888', 'BGRA'],
  ['rgb', 'RGBX'],
  ['RGB888x', 'RGBX'],
])

function fromImageData(image: Members): ImageSource {
  const size = sizeOf(image, PLACE)
  return {
    ...size,
    read() {
      const { data, colorSpace = 'srgb', colorType } = image
      const format = COLOR_TYPES.get(colorType)
      if (!format) throw new TypeError(`${PLACE}.colorType must be rgba, bgra or rgb, got ${show(colorType)}`)
      return {
        bytes: pixelBytes(data, size, 4),
        channels: 4,
        format,
        colorSpace: ImageColorSpace(colorSpace, `${PLACE}.colorSpace`),
      }
    },
  }
}

/** `info.premultiplied` says what was done on the way: what comes out is not premultiplied in any case. */
function fromRaw(data: unknown, info: Members): ImageSource {
  const size = sizeOf(info, `${PLACE}.info`)
  return {
    ...size,
    read() {
      const { channels, depth = 'uchar', hasAlpha } = info
      if (typeof channels !== 'number' || ![1, 2, 3, 4].includes(channels)) {
        throw new TypeError(`${PLACE}.info.channels must be 1, 2, 3 or 4, got ${show(channels)}`)
      }
      if (depth !== 'uchar') throw new TypeError(`${PLACE}.info.depth must be 'uchar', got ${show(depth)}`)
      if (channels === 4 && hasAlpha === false) {
        throw new TypeError(`${PLACE} has four channels and no alpha: convert it by toColourspace('srgb')`)
      }
      const format = channels % 2 === 0 ? 'RGBA' : 'RGBX'
      return { bytes: pixelBytes(data, size, channels), channels, format, colorSpace: 'srgb' }
    },
  }
}

function pixelBytes(data: unknown, size: { width: number; height: number }, channels: number): Uint8Array {
  if (!types.isUint8Array(data) && !types.isUint8ClampedArray(data)) {
    throw new TypeError(`${PLACE}.data must be a Uint8Array or a Uint8ClampedArray`)
  }
  if (isDetached(data)) throw invalidStateError(`${PLACE}.data is detached`)
  const needed = size.width * size.height * channels
  if (data.byteLength === needed) return bytesOf(data)
  const pixels = `${size.width}x${size.height} pixels of ${channels} bytes`
  throw new TypeError(`${PLACE}.data has ${data.byteLength} bytes, but ${pixels} need ${needed}`)
}
