import { VideoFrame, type VideoFrameBufferInit } from '../../index.js'

export const FORMATS = [
  ...['I420', 'I422', 'I444'].flatMap(base => ['', 'P10', 'P12', 'A', 'AP10', 'AP12'].map(suffix => base + suffix)),
  ...['NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX'],
] as VideoFrameBufferInit['format'][]

export const isRgb = (format: string): boolean => /^(RGB|BGR)/.test(format)
export const depthOf = (format: string): number => Number(/P(1[02])$/.exec(format)?.[1] ?? 8)
export const hasAlpha = (format: string): boolean => format.includes('A')

/** Pixels that share a sample of chroma, in a row and in a column. */
export function samplingOf(format: string): [number, number] {
  if (isRgb(format) || format.startsWith('I444')) return [1, 1]
  return format.startsWith('I422') ? [2, 1] : [2, 2]
}

interface PlaneSize {
  /** Samples in a row. */
  width: number
  /** Bytes in a row. */
  row: number
  rows: number
}

/** The size of each plane, worked out from the format's name. */
export function planeSizes(format: string, width: number, height: number): PlaneSize[] {
  const plane = (samples: number, rows: number) => ({
    width: samples,
    row: samples * (depthOf(format) > 8 ? 2 : 1),
    rows,
  })
  if (isRgb(format)) return [plane(width * 4, height)]
  const [across, down] = samplingOf(format)
  const chroma = [Math.ceil(width / across), Math.ceil(height / down)] as const
  const luma = plane(width, height)
  if (format === 'NV12') return [luma, plane(chroma[0] * 2, chroma[1])]
  return [luma, plane(...chroma), plane(...chroma), ...(hasAlpha(format) ? [luma] : [])]
}

export const byteLength = (format: string, width: number, height: number): number =>
  planeSizes(format, width, height).reduce((sum, { row, rows }) => sum + row * rows, 0)

/** Bytes that are all different from their neighbours: 0, 1, 2 … 250, 0, 1 … */
export const counting = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, i) => i % 251)

/** A frame of counting bytes, 4x2 pixels of I420 unless said otherwise. */
export function countingFrame(init: Partial<VideoFrameBufferInit> = {}): VideoFrame {
  const full = { format: 'I420', codedWidth: 4, codedHeight: 2, timestamp: 0, ...init } as const
  return new VideoFrame(counting(byteLength(full.format, full.codedWidth, full.codedHeight)), full)
}

/** All pixels of the frame's visible rectangle, tightly packed. */
export async function bytesOf(frame: VideoFrame): Promise<Uint8Array> {
  const bytes = new Uint8Array(frame.allocationSize())
  await frame.copyTo(bytes)
  return bytes
}

/** A buffer whose bytes were transferred away. */
export function detachedBuffer(length = 1024): ArrayBuffer {
  const buffer = new ArrayBuffer(length)
  structuredClone(null, { transfer: [buffer] })
  return buffer
}

/** The members of a rectangle that are not derived. */
export const rectOf = (rect: { x: number; y: number; width: number; height: number } | null) =>
  rect && [rect.x, rect.y, rect.width, rect.height]

/** What t.throws() expects of a DOMException, which ava does not take for an error without `any`. */
export const domException = (name: string) => ({ any: true, instanceOf: DOMException, name }) as const
