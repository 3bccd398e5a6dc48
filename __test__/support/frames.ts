import { VideoFrame, type VideoFrameBufferInit } from '../../index.js'

const COLORS = { red: [255, 0, 0], green: [0, 255, 0], blue: [0, 0, 255], white: [255, 255, 255] } as const

interface FrameOptions extends Partial<Pick<VideoFrameBufferInit, 'duration' | 'visibleRect' | 'rotation' | 'flip'>> {
  width?: number
  height?: number
  timestamp?: number
}

/** An RGBA frame of one colour. */
export function solid(
  color: keyof typeof COLORS,
  { width = 64, height = 48, timestamp = 0, ...rest }: FrameOptions = {},
): VideoFrame {
  const data = new Uint8Array(width * height * 4)
  const pixel = [...COLORS[color], 255]
  for (let i = 0; i < data.length; i += 4) data.set(pixel, i)
  return new VideoFrame(data, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp, ...rest })
}

/** An I420 frame of one luma level, by which a frame is known again after encoding and decoding. */
export function gray(
  level: number,
  { width = 64, height = 48, timestamp = 0, ...rest }: FrameOptions = {},
): VideoFrame {
  const luma = width * height
  const data = new Uint8Array(luma + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)).fill(128).fill(level, 0, luma)
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp, ...rest })
}

/** An I420 frame of a picture that moves with `step`, without changes of scene. */
export function moving(
  step: number,
  { width = 64, height = 48, timestamp = 0, ...rest }: FrameOptions = {},
): VideoFrame {
  const luma = width * height
  const data = new Uint8Array(luma + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)).fill(128)
  for (let i = 0; i < luma; i++) data[i] = 128 + 100 * Math.sin(((i % width) + step) / 5) * Math.cos(i / width / 7)
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp, ...rest })
}

/** An I420 frame of noise, another one for each `seed`, which takes all the bits that it can get. */
export function noise(
  seed: number,
  { width = 64, height = 48, timestamp = 0, ...rest }: FrameOptions = {},
): VideoFrame {
  const luma = width * height
  const data = new Uint8Array(luma + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)).fill(128)
  let state = seed
  for (let i = 0; i < luma; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    data[i] = 96 + (state >>> 26)
  }
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp, ...rest })
}

/** A gray I420A frame with an alpha of its own for each pixel. */
export function translucent(
  alphaAt: (x: number, y: number) => number,
  { level = 128, width = 64, height = 48, timestamp = 0, ...rest }: FrameOptions & { level?: number } = {},
): VideoFrame {
  const luma = width * height
  const chroma = 2 * Math.ceil(width / 2) * Math.ceil(height / 2)
  const data = new Uint8Array(2 * luma + chroma).fill(128).fill(level, 0, luma)
  for (let i = 0; i < luma; i++) data[luma + chroma + i] = alphaAt(i % width, Math.floor(i / width))
  return new VideoFrame(data, { format: 'I420A', codedWidth: width, codedHeight: height, timestamp, ...rest })
}

/** The mean of the first `count` bytes, such as the luma plane's. */
export function mean(bytes: Uint8Array, count = bytes.length): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += bytes[i] ?? 0
  return sum / count
}

/** The pixels of a frame, tightly packed, plane after plane. */
export async function pixels(frame: VideoFrame): Promise<Buffer> {
  const bytes = Buffer.alloc(frame.allocationSize())
  await frame.copyTo(bytes)
  return bytes
}

/** As `moving`, under noise that no other step has and that cannot be predicted. */
export function noisy(
  step: number,
  { width = 64, height = 48, timestamp = 0, ...rest }: FrameOptions = {},
): VideoFrame {
  const luma = width * height
  const size = luma + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)
  let state = step + 1
  const data = Uint8Array.from({ length: size }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const picture = i < luma ? 80 * Math.sin(((i % width) + step) / 5) * Math.cos(i / width / 7) : 0
    return 128 + picture + (state >>> 27) - 16
  })
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp, ...rest })
}
