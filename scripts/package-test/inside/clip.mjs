// @ts-check
/** What is encoded, by formulas, so that whoever looks at the results needs no file to compare them with. */

export const WIDTH = 96
export const HEIGHT = 64
export const FRAMES = 12
export const RATE = 48_000
export const SECONDS = 0.5
export const HERTZ = 440

const CHROMA = [110, 140]

/** One picture of I420: waves that move. */
export function picture(/** @type {number} */ index) {
  const bytes = new Uint8Array((WIDTH * HEIGHT * 3) / 2)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      bytes[y * WIDTH + x] = Math.round(126 + 60 * Math.sin((x + 2 * index) / 15) + 40 * Math.cos(y / 11))
    }
  }
  for (const [plane, value] of CHROMA.entries()) {
    const start = WIDTH * HEIGHT + (plane * WIDTH * HEIGHT) / 4
    bytes.fill(value, start, start + (WIDTH * HEIGHT) / 4)
  }
  return bytes
}

/** A tone of one channel. */
export function tone() {
  return Float32Array.from({ length: RATE * SECONDS }, (_, i) => 0.5 * Math.sin((2 * Math.PI * HERTZ * i) / RATE))
}
