// What the slots of a new VideoFrame hold: https://w3c.github.io/webcodecs/#videoframe-algorithms
import type { Rect } from './dictionaries/dom-rect-init.js'
import type { VideoColorSpaceInit } from './dictionaries/video-color-space-init.js'
import type { ConvertedVideoFrameBufferInit, ConvertedVideoFrameInit } from './dictionaries/video-frame-init.js'
import type { VideoFrameMetadata } from './dictionaries/video-frame-metadata.js'
import { invalidStateError } from './errors.js'
import { type NativeColorSpace, NativeFrame } from './native.js'
import { pixelFormat, type VideoPixelFormat } from './pixel-format.js'
import { computeLayout, MAX_UNSIGNED_LONG, parseRect, type Size } from './plane-layout.js'
import { Resource } from './resource.js'
import { DISPLAY_P3, REC709, SRGB, VideoColorSpace } from './video-color-space.js'
import type { ImageSource } from './video-frame-source.js'
import { type AllowSharedBufferSource, bytesOf, checkTransfer, detach } from './webidl/buffer-source.js'

/** The internal slots of a VideoFrame; [[Detached]] is a null resource. */
export interface FrameState {
  readonly resource: Resource<NativeFrame> | null
  readonly format: VideoPixelFormat | null
  readonly coded: Size
  readonly visible: Rect
  /** Degrees clockwise: 0, 90, 180 or 270. */
  readonly rotation: number
  readonly flip: boolean
  readonly display: Size
  /** Microseconds. */
  readonly timestamp: number
  /** Microseconds. */
  readonly duration: number | null
  readonly colorSpace: VideoColorSpace
  readonly metadata: VideoFrameMetadata
}

/** All slots but the pixels. */
type Slots = Omit<FrameState, 'resource'>

/** The slots of a VideoFrame that is not closed. */
export interface FrameMedia extends FrameState {
  readonly resource: Resource<NativeFrame>
}

export const isOpen = (state: FrameState): state is FrameMedia => state.resource !== null

/** A picture as a decoder gives it out. Absent colour members are unknown, an absent format has no VideoPixelFormat. */
export interface DecodedPicture {
  frame: NativeFrame
  format?: string
  codedWidth: number
  codedHeight: number
  /** Pixels, the pixel aspect ratio of the stream applied. */
  displayWidth: number
  displayHeight: number
  timestamp: number
  duration?: number
  colorSpace: NativeColorSpace
}

/** What a VideoDecoderConfig says about its frames. */
export interface FrameOverrides {
  displayAspectWidth?: number
  displayAspectHeight?: number
  colorSpace?: VideoColorSpaceInit
  rotation: number
  flip: boolean
}

/** VideoFrame(data, init). The data covers the coded size, whatever part of it is visible. */
export function stateFromBytes(data: AllowSharedBufferSource, init: ConvertedVideoFrameBufferInit): FrameMedia {
  const { format, codedWidth: width, codedHeight: height } = init
  const place = 'new VideoFrame(): init'
  if (width === 0 || height === 0) throw new TypeError(`${place}.codedWidth and codedHeight must not be 0`)
  const coded = { width, height }
  const whole = { x: 0, y: 0, width, height }
  const visible = init.visibleRect ? parseRect(init.visibleRect, coded, format, `${place}.visibleRect`) : whole
  const rotation = parseRotation(init.rotation)
  const display = explicitDisplay(init) ?? turned(visible, rotation)
  const layout = computeLayout(whole, format, init.layout, `${place}.layout`)
  const bytes = bytesOf(data)
  if (bytes.byteLength < layout.allocationSize) {
    throw new TypeError(`new VideoFrame(): data has ${bytes.byteLength} bytes, but needs ${layout.allocationSize}`)
  }
  checkTransfer(init.transfer, `${place}.transfer`)
  const spans = layout.planes.map(plane => ({ offset: plane.destinationOffset, stride: plane.destinationStride }))
  const resource = new Resource(nativeFrame(bytes, format, coded, spans))
  detach(init.transfer)
  return {
    resource,
    format,
    coded,
    visible,
    rotation,
    flip: init.flip,
    display,
    timestamp: init.timestamp,
    duration: init.duration ?? null,
    colorSpace: pickColorSpace(init.colorSpace, format),
    metadata: init.metadata ?? {},
  }
}

function nativeFrame(
  bytes: Uint8Array,
  format: VideoPixelFormat,
  { width, height }: Size,
  spans: { offset: number; stride: number }[],
): NativeFrame {
  return holding(format, { width, height }, () => NativeFrame.fromBytes(bytes, format, width, height, spans))
}

/** The sizes that FFmpeg or the memory cannot hold are a TypeError, like those that the spec's arithmetic cannot. */
function holding(format: VideoPixelFormat, { width, height }: Size, copy: () => NativeFrame): NativeFrame {
  try {
    return copy()
  } catch (cause) {
    throw new TypeError(`new VideoFrame(): cannot hold ${width}x${height} pixels of ${format}`, { cause })
  }
}

/** VideoFrame(image, init) with a VideoFrame: "Initialize Frame From Other Frame". */
export function stateFromFrame(other: FrameState, init: ConvertedVideoFrameInit): FrameMedia {
  if (!isOpen(other)) throw invalidStateError('new VideoFrame(): image is closed')
  const slots = initialized(other, init)
  return { ...slots, resource: other.resource.retain() }
}

/** VideoFrame(image, init) with a picture of another library: "Initialize Frame With Resource". */
export function stateFromImage(image: ImageSource, init: ConvertedVideoFrameInit): FrameMedia {
  const coded = { width: image.width, height: image.height }
  if (coded.width === 0 || coded.height === 0) throw invalidStateError('new VideoFrame(): image is empty')
  const { timestamp } = init
  if (timestamp === undefined) throw new TypeError('new VideoFrame(): init.timestamp is required with such an image')
  const { bytes, channels, format, colorSpace } = image.read()
  const whole = {
    format,
    coded,
    visible: { x: 0, y: 0, ...coded },
    rotation: 0,
    flip: false,
    display: coded,
    timestamp,
    duration: null,
    colorSpace: new VideoColorSpace(colorSpace === 'srgb' ? SRGB : DISPLAY_P3),
    metadata: {},
  }
  const slots = initialized(whole, init)
  return { ...slots, resource: new Resource(nativePicture(bytes, channels, format, coded)) }
}

function nativePicture(bytes: Uint8Array, channels: number, format: VideoPixelFormat, coded: Size): NativeFrame {
  if (channels === 4) return nativeFrame(bytes, format, coded, [{ offset: 0, stride: coded.width * channels }])
  return holding(format, coded, () => NativeFrame.fromChannels(bytes, channels, coded.width, coded.height))
}

/** The slots of a frame of the pixels of `other`, as `init` has it. */
function initialized(other: Slots, init: ConvertedVideoFrameInit): Slots {
  const format = init.alpha === 'discard' && other.format ? pixelFormat(other.format).opaque : other.format
  const visible = init.visibleRect
    ? parseRect(init.visibleRect, other.coded, format, 'new VideoFrame(): init.visibleRect')
    : other.visible
  const rotation = addRotations(other.rotation, other.flip, parseRotation(init.rotation))
  return {
    format,
    coded: other.coded,
    visible,
    rotation,
    flip: other.flip !== init.flip,
    display: explicitDisplay(init) ?? scaledDisplay(other, visible, rotation),
    timestamp: init.timestamp ?? other.timestamp,
    duration: init.duration ?? other.duration,
    colorSpace: other.colorSpace,
    metadata: init.metadata ?? {},
  }
}

/** "Create a VideoFrame". */
export function stateFromPicture(picture: DecodedPicture, overrides: FrameOverrides): FrameMedia {
  const { codedWidth: width, codedHeight: height, displayWidth, displayHeight } = picture
  const format = (picture.format ?? null) as VideoPixelFormat | null
  const detected = picture.colorSpace as VideoColorSpaceInit
  const rotation = parseRotation(overrides.rotation)
  return {
    resource: new Resource(picture.frame),
    format,
    coded: { width, height },
    visible: { x: 0, y: 0, width, height },
    rotation,
    flip: overrides.flip,
    display: turned(grown({ width: displayWidth, height: displayHeight }, overrides), rotation),
    timestamp: picture.timestamp,
    duration: picture.duration ?? null,
    colorSpace: pickColorSpace(overrides.colorSpace ?? (isKnown(detected) ? detected : undefined), format),
    metadata: {},
  }
}

const isKnown = (colorSpace: VideoColorSpaceInit): boolean =>
  Object.values(colorSpace).some(member => member !== undefined && member !== null)

function pickColorSpace(init: VideoColorSpaceInit | undefined, format: VideoPixelFormat | null): VideoColorSpace {
  return new VideoColorSpace(init ?? (format && pixelFormat(format).rgb ? SRGB : REC709))
}

/** The display size that an init gives, if it does. */
function explicitDisplay(init: { displayWidth?: number; displayHeight?: number }): Size | undefined {
  const { displayWidth: width, displayHeight: height } = init
  if (width === undefined && height === undefined) return undefined
  if (width && height) return { width, height }
  throw new TypeError('new VideoFrame(): init.displayWidth and displayHeight go together and must not be 0')
}

/** Keeps the pixel aspect ratio of the other frame, as cropping must not stretch. */
function scaledDisplay(other: Slots, visible: Size, rotation: number): Size {
  const display = turned(other.display, other.rotation)
  const scaled = {
    width: Math.round((visible.width * display.width) / other.visible.width),
    height: Math.round((visible.height * display.height) / other.visible.height),
  }
  if (scaled.width > MAX_UNSIGNED_LONG || scaled.height > MAX_UNSIGNED_LONG) {
    throw new TypeError('new VideoFrame(): the display size exceeds 2^32 pixels')
  }
  return turned(scaled, rotation)
}

/**
 * "Increase displayWidth or displayHeight until the ratio matches". The ratio is that of the picture before its
 * rotation, as encoders give it: their decoderConfig has the display size of the chunks and the rotation of the frames.
 */
function grown({ width, height }: Size, { displayAspectWidth, displayAspectHeight }: FrameOverrides): Size {
  if (!displayAspectWidth || !displayAspectHeight) return { width, height }
  const aspect = displayAspectWidth / displayAspectHeight
  const limit = (length: number) => Math.min(Math.round(length), MAX_UNSIGNED_LONG)
  return width < height * aspect ? { width: limit(height * aspect), height } : { width, height: limit(width / aspect) }
}

/** A size after (or before) the rotation. */
const turned = ({ width, height }: Size, rotation: number): Size =>
  rotation % 180 === 0 ? { width, height } : { width: height, height: width }

/** "Parse Rotation": to the nearest multiple of 90, ties upwards. */
export function parseRotation(rotation: number): number {
  return (Math.round((rotation % 360) / 90) * 90 + 360) % 360
}

/** "Add Rotations". */
function addRotations(base: number, baseFlip: boolean, rotation: number): number {
  return (base + (baseFlip ? -rotation : rotation) + 360) % 360
}
