// The algorithms of https://w3c.github.io/webcodecs/#videoframe-algorithms that turn a rectangle into spans of bytes.
import type { Rect } from './dictionaries/dom-rect-init.js'
import type { PlaneLayout } from './dictionaries/video-frame-init.js'
import { type Plane, pixelFormat, type VideoPixelFormat } from './pixel-format.js'

/** "Computed plane layout". */
export interface PlaneCopy {
  destinationOffset: number
  destinationStride: number
  sourceTop: number
  sourceHeight: number
  sourceLeftBytes: number
  sourceWidthBytes: number
}

/** "Combined buffer layout". */
export interface CombinedLayout {
  allocationSize: number
  planes: PlaneCopy[]
}

export interface Size {
  width: number
  height: number
}

export const MAX_UNSIGNED_LONG = 2 ** 32 - 1

/**
 * The part of "Parse Visible Rect" and "Validate VideoFrameInit" on a rectangle that the caller gave: truncates it to
 * integers; throws a TypeError when it is empty, leaves the coded size or starts between two samples of a plane.
 */
export function parseRect(rect: Rect, coded: Size, format: VideoPixelFormat | null, context: string): Rect {
  const { x, y, width, height } = rect
  if (![x, y, width, height].every(value => Number.isFinite(value) && value >= 0)) {
    throw new TypeError(`${context} must have finite members that are not negative`)
  }
  const pixels = { x: Math.trunc(x), y: Math.trunc(y), width: Math.trunc(width), height: Math.trunc(height) }
  if (pixels.width === 0 || pixels.height === 0) throw new TypeError(`${context} is empty`)
  if (pixels.x + pixels.width > coded.width || pixels.y + pixels.height > coded.height) {
    throw new TypeError(`${context} leaves the coded size of ${coded.width}x${coded.height} pixels`)
  }
  verifyAlignment(pixels, format, context)
  return pixels
}

/** "Verify Rect Offset Alignment". */
export function verifyAlignment(rect: Rect, format: VideoPixelFormat | null, context: string): void {
  if (format === null) return
  for (const { sampleWidth, sampleHeight } of pixelFormat(format).planes) {
    if (rect.x % sampleWidth !== 0 || rect.y % sampleHeight !== 0) {
      throw new TypeError(`${context} must start at multiples of ${sampleWidth}x${sampleHeight} pixels in ${format}`)
    }
  }
}

/** "Compute Layout and Allocation Size"; odd sizes are rounded up to whole samples. */
export function computeLayout(
  rect: Rect,
  format: VideoPixelFormat,
  layout: PlaneLayout[] | undefined,
  context: string,
): CombinedLayout {
  const { planes } = pixelFormat(format)
  if (layout && layout.length !== planes.length) {
    throw new TypeError(`${context} has ${layout.length} planes, but ${format} has ${planes.length}`)
  }
  const combined: CombinedLayout = { allocationSize: 0, planes: [] }
  planes.forEach((plane, index) => {
    const copy = computePlane(rect, plane, layout?.[index], combined.allocationSize, `${context}[${index}]`)
    if (combined.planes.some(earlier => overlap(earlier, copy))) {
      throw new TypeError(`${context}[${index}] overlaps an earlier plane`)
    }
    combined.planes.push(copy)
    combined.allocationSize = Math.max(combined.allocationSize, planeEnd(copy))
  })
  return combined
}

function computePlane(
  rect: Rect,
  plane: Plane,
  layout: PlaneLayout | undefined,
  tightOffset: number,
  context: string,
): PlaneCopy {
  const { sampleBytes, sampleWidth, sampleHeight } = plane
  const sourceWidthBytes = Math.ceil(rect.width / sampleWidth) * sampleBytes
  if (layout && layout.stride < sourceWidthBytes) {
    throw new TypeError(`${context}.stride is ${layout.stride}, but a row has ${sourceWidthBytes} bytes`)
  }
  const copy = {
    destinationOffset: layout?.offset ?? tightOffset,
    destinationStride: layout?.stride ?? sourceWidthBytes,
    sourceTop: Math.ceil(rect.y / sampleHeight),
    sourceHeight: Math.ceil(rect.height / sampleHeight),
    sourceLeftBytes: Math.floor(rect.x / sampleWidth) * sampleBytes,
    sourceWidthBytes,
  }
  if (planeEnd(copy) > MAX_UNSIGNED_LONG) throw new TypeError(`${context} ends beyond 2^32 bytes`)
  return copy
}

const planeEnd = ({ destinationOffset, destinationStride, sourceHeight }: PlaneCopy): number =>
  destinationOffset + destinationStride * sourceHeight

const overlap = (a: PlaneCopy, b: PlaneCopy): boolean =>
  planeEnd(a) > b.destinationOffset && planeEnd(b) > a.destinationOffset
