/** RGBA pixels in memory and the few shapes that the example draws. */

export interface Picture {
  readonly width: number
  readonly height: number
  /** Four bytes a pixel, rows from top to bottom without gaps. */
  readonly data: Uint8ClampedArray
}

export type Rgb = readonly [red: number, green: number, blue: number]

export function picture(width: number, height: number, colour: Rgb = [0, 0, 0]): Picture {
  const made = { width, height, data: new Uint8ClampedArray(width * height * 4) }
  fillRect(made, 0, 0, width, height, colour)
  return made
}

/** Fills a rectangle, cut to the picture. */
export function fillRect(to: Picture, left: number, top: number, width: number, height: number, [r, g, b]: Rgb): void {
  const x0 = clamp(left, to.width)
  const x1 = clamp(left + width, to.width)
  for (let y = clamp(top, to.height); y < clamp(top + height, to.height); y++) {
    for (let at = (y * to.width + x0) * 4; at < (y * to.width + x1) * 4; at += 4) {
      to.data[at] = r
      to.data[at + 1] = g
      to.data[at + 2] = b
      to.data[at + 3] = 255
    }
  }
}

const clamp = (value: number, limit: number) => Math.max(0, Math.min(limit, Math.round(value)))

/** Fills a convex or concave polygon, line by line. */
export function fillPolygon(to: Picture, corners: readonly (readonly [x: number, y: number])[], colour: Rgb): void {
  const ys = corners.map(([, y]) => y)
  for (let y = Math.floor(Math.min(...ys)); y < Math.max(...ys); y++) {
    const crossings = corners.flatMap(([x0, y0], i) => {
      const [x1, y1] = corners[(i + 1) % corners.length] ?? [0, 0]
      return y0 <= y !== y1 <= y ? [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)] : []
    })
    crossings.sort((a, b) => a - b)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const left = crossings[i] ?? 0
      fillRect(to, left, y, (crossings[i + 1] ?? 0) - left, 1, colour)
    }
  }
}

export function fillDisc(to: Picture, x: number, y: number, radius: number, colour: Rgb): void {
  for (let dy = -radius; dy < radius; dy++) {
    const half = Math.sqrt(radius * radius - dy * dy)
    fillRect(to, x - half, y + dy, half * 2, 1, colour)
  }
}

/** The bars of a seven-segment digit that are lit, clockwise from the top one, the middle one last. */
const SEGMENTS: Record<string, string> = {
  '0': '111111 ',
  '1': ' 11    ',
  '2': '11 11 1',
  '3': '1111  1',
  '4': ' 11  11',
  '5': '1 11 11',
  '6': '1 11111',
  '7': '111    ',
  '8': '1111111',
  '9': '1111 11',
}

/** Writes digits and points; `size` is the height in pixels. */
export function drawNumber(to: Picture, text: string, left: number, top: number, size: number, colour: Rgb): void {
  const bar = Math.max(1, Math.round(size / 8))
  const width = Math.round(size / 2)
  const half = Math.round(size / 2)
  const bars = [
    [0, 0, width, bar],
    [width - bar, 0, bar, half],
    [width - bar, half, bar, size - half],
    [0, size - bar, width, bar],
    [0, half, bar, size - half],
    [0, 0, bar, half],
    [0, half - bar / 2, width, bar],
  ] as const
  let x = left
  for (const character of text) {
    if (character === '.') fillRect(to, x, top + size - bar, bar, bar, colour)
    const lit = SEGMENTS[character] ?? ''
    bars.forEach(([dx, dy, w, h], i) => {
      if (lit[i] === '1') fillRect(to, x + dx, top + dy, w, h, colour)
    })
    x += (character === '.' ? bar : width) + bar * 2
  }
}

/** Copies `from` into `to`, its top left corner at (left, top). */
export function place(to: Picture, from: Picture, left: number, top: number): void {
  for (let y = 0; y < from.height; y++) {
    const row = from.data.subarray(y * from.width * 4, (y + 1) * from.width * 4)
    to.data.set(row, ((top + y) * to.width + left) * 4)
  }
}

/** Turns a picture clockwise by a multiple of 90 degrees and then mirrors it left to right if `flip` is set. */
export function oriented(from: Picture, degrees: number, flip: boolean): Picture {
  const turned = degrees % 180 !== 0
  const to = picture(turned ? from.height : from.width, turned ? from.width : from.height)
  const source = new Uint32Array(from.data.buffer, from.data.byteOffset, from.width * from.height)
  const target = new Uint32Array(to.data.buffer)
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < from.width; x++) {
      const [tx, ty] = turnedPoint(x, y, from, degrees)
      target[ty * to.width + (flip ? to.width - 1 - tx : tx)] = source[y * from.width + x] ?? 0
    }
  }
  return to
}

function turnedPoint(x: number, y: number, { width, height }: Picture, degrees: number): [x: number, y: number] {
  if (degrees === 90) return [height - 1 - y, x]
  if (degrees === 180) return [width - 1 - x, height - 1 - y]
  if (degrees === 270) return [y, width - 1 - x]
  return [x, y]
}
