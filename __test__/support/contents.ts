import { ffmpeg } from './programs.js'

/** Frames a second. */
const RATE = 30

interface Size {
  width: number
  height: number
}

/** Luma samples of a line of text, by which it moves. */
const LINE = 16

/** Parts of a luma sample by which letters are placed. */
const PARTS = Array.from({ length: 8 }, (_, part) => part)

/** Whether there is ink of a stroke, so many parts from the left. */
function inked(line: number, row: number, parts: number): boolean {
  const [glyph, column] = [Math.floor(parts / 59), Math.floor((parts % 59) / PARTS.length)]
  const letter = Math.imul(line * 97 + glyph + 1, 0x9e3779b1) >>> 0
  const upright = (letter >>> column) & 1
  const bar = row % 4 === 3 && (letter >>> (8 + (row >> 2))) & 1
  return column < 6 && (upright || bar) !== 0
}

/** A page of smoothed strokes that look like letters to an encoder, scrolled by one line in every third frame. */
function page({ width, height }: Size, step: number): Uint8Array {
  const data = new Uint8Array((width * height * 3) / 2).fill(128).fill(235, 0, width * height)
  for (let y = 0; y < height; y++) {
    const line = Math.floor(y / LINE) + Math.floor(step / 3)
    const row = y % LINE
    if (row < 3 || row > 12) continue
    const soft = row === 3 || row === 12 ? 14 : 0
    for (let x = 0; x < width; x++) {
      const ink = PARTS.filter(part => inked(line, row, x * PARTS.length + part)).length
      data[y * width + x] = 235 - ink * (27 - soft)
    }
  }
  return data
}

/** I420 frames that a filter graph of the ffmpeg program makes. */
async function filmed(graph: string, { width, height }: Size, count: number): Promise<Uint8Array[]> {
  const output = ['-frames:v', String(count), '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-']
  const bytes = await ffmpeg('-f', 'lavfi', '-i', graph, ...output)
  const size = (width * height * 3) / 2
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

/** A zoom into a fractal, before which a test card moves. */
const motion = (width: number, height: number) =>
  `mandelbrot=s=${width}x${height}:rate=${RATE}:start_scale=0.5:end_scale=0.02:end_pts=600:maxiter=300[zoom];` +
  `testsrc2=s=160x90:r=${RATE}[card];[zoom][card]overlay=x='mod(t*90,W)-80':y='45+45*sin(t*2)'`

/** A slow pan, by quarters of a pixel, over a still fractal that is full of detail. */
const detail = (width: number, height: number) =>
  `mandelbrot=s=${width * 4 + 100}x${height * 4 + 100}:start_scale=0.003:maxiter=600,trim=end_frame=1,loop=-1:1:0,` +
  `setpts=N/${RATE}/TB,crop=${width * 4}:${height * 4}:x=n/2:y=n/2,scale=${width}:${height}:flags=area`

/** Frames, 30 a second, of the kind that each content hint is for, in I420. */
export const CONTENTS: Record<string, (size: Size, count: number) => Promise<Uint8Array[]>> = {
  motion: (size, count) => filmed(motion(size.width, size.height), size, count),
  detail: (size, count) => filmed(detail(size.width, size.height), size, count),
  text: async (size, count) => Array.from({ length: count }, (_, step) => page(size, step)),
}
