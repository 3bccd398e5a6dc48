/// <reference lib="esnext.disposable" preserve="true" />
import { cloneConfiguration } from './dictionaries/clone-configuration.js'
import {
  type PlaneLayout,
  VideoFrameBufferInit,
  VideoFrameCopyToOptions,
  VideoFrameInit,
} from './dictionaries/video-frame-init.js'
import type { VideoFrameMetadata } from './dictionaries/video-frame-metadata.js'
import { DOMRectReadOnly } from './dom-rect.js'
import { invalidStateError } from './errors.js'
import type { VideoPixelFormat } from './pixel-format.js'
import type { VideoColorSpace } from './video-color-space.js'
import { allocationSize, copyTo } from './video-frame-copy.js'
import {
  type DecodedPicture,
  type FrameMedia,
  type FrameOverrides,
  type FrameState,
  isOpen,
  stateFromBytes,
  stateFromFrame,
  stateFromImage,
  stateFromPicture,
} from './video-frame-init.js'
import { type ImageLike, imageSource } from './video-frame-source.js'
import { type AllowSharedBufferSource, allowSharedBufferSource, isBufferSource } from './webidl/buffer-source.js'
import { type Converter, isObject, show } from './webidl/converter.js'
import { brand, idlInterface, type Public } from './webidl/interface.js'
import type { Attribute, Lib } from './webidl/lib-dom.js'
import { interfaceType } from './webidl/primitives.js'

/** Slots for a new frame: the constructor's argument that users cannot make. */
class Made {
  constructor(readonly state: FrameState) {}
}

let isFrame: (value: object) => value is Frame
let stateOf: (frame: VideoFrame) => FrameState

/** A picture. Close it when done: its pixels are large. https://w3c.github.io/webcodecs/#videoframe-interface */
class Frame {
  #state: FrameState

  constructor(source: unknown, init: unknown = {}) {
    this.#state = source instanceof Made ? source.state : construct(source, init)
  }

  /** Null when closed, or when the pixels are in none of the spec's formats. */
  get format(): Attribute<'VideoFrame', 'format', VideoPixelFormat | null> {
    return this.#state.format as Attribute<'VideoFrame', 'format', VideoPixelFormat | null>
  }

  /** Pixels, padding included. */
  get codedWidth(): number {
    return this.#state.coded.width
  }

  /** Pixels, padding included. */
  get codedHeight(): number {
    return this.#state.coded.height
  }

  /** The coded size as a rectangle at 0, 0; null when closed. */
  get codedRect(): DOMRectReadOnly | null {
    const { coded, resource } = this.#state
    return resource && new DOMRectReadOnly(0, 0, coded.width, coded.height)
  }

  /** The pixels to show, within the coded size; null when closed. */
  get visibleRect(): DOMRectReadOnly | null {
    const { resource, visible } = this.#state
    return resource && new DOMRectReadOnly(visible.x, visible.y, visible.width, visible.height)
  }

  /** Degrees clockwise when rendered: 0, 90, 180 or 270. */
  get rotation(): number {
    return this.#state.rotation
  }

  /** Whether the frame is flipped horizontally when rendered, after the rotation. */
  get flip(): boolean {
    return this.#state.flip
  }

  /** Pixels, after rotation and pixel aspect ratio. */
  get displayWidth(): number {
    return this.#state.display.width
  }

  /** Pixels, after rotation and pixel aspect ratio. */
  get displayHeight(): number {
    return this.#state.display.height
  }

  /** Presentation duration in microseconds, or null. */
  get duration(): number | null {
    return this.#state.duration
  }

  /** Presentation time in microseconds. */
  get timestamp(): number {
    return this.#state.timestamp
  }

  get colorSpace(): VideoColorSpace {
    return this.#state.colorSpace
  }

  /**
   * A copy of the frame's metadata.
   * @throws InvalidStateError when closed.
   */
  metadata(): VideoFrameMetadata {
    return cloneConfiguration(assertOpen(this.#state, 'metadata').metadata)
  }

  /**
   * The bytes that copyTo() with the same options needs.
   * @throws InvalidStateError when closed; NotSupportedError when the frame has no format, or for a format that is not
   * RGB; TypeError for a rectangle or layout that does not fit the frame.
   */
  allocationSize(options: VideoFrameCopyToOptions = {}): number {
    brand(#state in this)
    const copyOptions = VideoFrameCopyToOptions(options, 'VideoFrame.allocationSize(): options')
    return allocationSize(this.#state, copyOptions)
  }

  /**
   * Copies the pixels of the visible rectangle, or of `options.rect`, and resolves with the layout of the planes.
   * Rejects as allocationSize() throws, and with a TypeError when `destination` is too small or detached.
   */
  async copyTo(destination: AllowSharedBufferSource, options: VideoFrameCopyToOptions = {}): Promise<PlaneLayout[]> {
    brand(#state in this)
    const target = allowSharedBufferSource(destination, 'VideoFrame.copyTo(): destination')
    const copyOptions = VideoFrameCopyToOptions(options, 'VideoFrame.copyTo(): options')
    return copyTo(this.#state, target, copyOptions)
  }

  /**
   * Another frame of the same pixels, to be closed on its own.
   * @throws InvalidStateError when closed.
   */
  clone(): VideoFrame {
    const state = assertOpen(this.#state, 'clone')
    return new Frame(new Made({ ...state, resource: state.resource.retain() }))
  }

  /** Gives the pixels back. Timestamp and duration remain. */
  close(): void {
    const state = this.#state
    state.resource?.release()
    this.#state = closed(state)
  }

  /** close(), for `using`. */
  [Symbol.dispose](): void {
    this.close()
  }

  static {
    isFrame = (value): value is Frame => #state in value
    stateOf = frame => (frame as Frame).#state
  }
}

function construct(source: unknown, init: unknown): FrameState {
  const place = 'new VideoFrame(): init'
  if (isBufferSource(source)) {
    const data = allowSharedBufferSource(source, 'new VideoFrame(): data')
    return stateFromBytes(data, VideoFrameBufferInit(init, place))
  }
  const other = isObject(source) && isFrame(source) ? source : undefined
  const image = other ? undefined : imageSource(source)
  if (!other && !image)
    throw new TypeError(`new VideoFrame(): the first argument must be ${SOURCES}, got ${show(source)}`)
  const copied = VideoFrameInit(init, place) // before the state is read, as a getter of init may close the image
  return image ? stateFromImage(image, copied) : stateFromFrame(stateOf(other as Frame), copied)
}

const SOURCES =
  'a buffer, a VideoFrame, ImageData, a canvas or raw output of sharp (draw other images on a canvas first)'

function assertOpen(state: FrameState, method: string): FrameMedia {
  if (!isOpen(state)) throw invalidStateError(`VideoFrame.${method}(): the VideoFrame is closed`)
  return state
}

/** "Close VideoFrame". */
function closed({ timestamp, duration, colorSpace }: FrameState): FrameState {
  return {
    resource: null,
    format: null,
    coded: { width: 0, height: 0 },
    visible: { x: 0, y: 0, width: 0, height: 0 },
    rotation: 0,
    flip: false,
    display: { width: 0, height: 0 },
    timestamp,
    duration,
    colorSpace,
    metadata: {},
  }
}

export interface VideoFrameConstructor extends Omit<typeof Frame, 'prototype'> {
  /**
   * A frame of the same pixels as `image`, cropped, turned or relabelled by `init`.
   * @throws InvalidStateError when the image is closed; TypeError for an init that does not fit it.
   */
  new (image: VideoFrameArgument, init?: VideoFrameInit): VideoFrame
  /**
   * A frame of the pixels of `image`, which are copied, in sRGB or Display P3. Not in the specification, which knows
   * such images in browsers only.
   * @throws InvalidStateError when the image is empty; TypeError without a timestamp, and for pixels that are not of 8
   * bits or an init that does not fit them.
   */
  new (image: ImageLike, init: VideoFrameInit & { timestamp: number }): VideoFrame
  /**
   * A frame of the pixels in `data`, which are copied.
   * @throws TypeError for an invalid init or too few bytes; DataCloneError for a `transfer` list with duplicates or
   * detached buffers.
   */
  new (data: AllowSharedBufferSource, init: VideoFrameBufferInit): VideoFrame
  readonly prototype: VideoFrame
}

export const VideoFrame = idlInterface(Frame, 'VideoFrame') as VideoFrameConstructor
export interface VideoFrame extends Public<Frame> {}

/** A frame as an argument: lib.dom's type lacks members of the specification, and must do all the same. */
export type VideoFrameArgument = VideoFrame | Lib<'VideoFrame'>

/** Converts an argument that must be a VideoFrame. */
export const videoFrame: Converter<VideoFrame> = interfaceType('VideoFrame', isFrame)

/** What an encoder needs of the frame, or null when it is closed. Not part of the public API. */
export function mediaOf(frame: VideoFrame): FrameMedia | null {
  const state = stateOf(frame)
  return isOpen(state) ? state : null
}

/** "Create a VideoFrame" from a decoder's output. Not part of the public API. */
export const createVideoFrame = (picture: DecodedPicture, overrides: FrameOverrides): VideoFrame =>
  frameOf(stateFromPicture(picture, overrides))

/** The frame with these slots, which owns a reference to the resource. Not part of the public API. */
export const frameOf = (state: FrameMedia): VideoFrame => new Frame(new Made(state))
