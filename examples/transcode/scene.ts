/** The moving picture of our own clip: a day at sea, with a lighthouse, and the frame number in the corner. */
import { drawNumber, fillDisc, fillPolygon, fillRect, type Picture, type Rgb } from './picture.js'

const SUN: Rgb = [255, 236, 170]
const HULL: Rgb = [120, 50, 40]
const SAIL: Rgb = [250, 246, 235]
const WHITE: Rgb = [255, 255, 255]
const TOWER: Rgb = [200, 190, 180]
const LAMP: { lit: Rgb; dark: Rgb } = { lit: [255, 255, 210], dark: [60, 50, 50] }
const SEAS: readonly Rgb[] = [
  [58, 130, 160],
  [36, 98, 136],
  [18, 66, 106],
]
/** Morning, noon and evening: the colours of the sky at the top and at the horizon. */
const SKIES: readonly (readonly [top: Rgb, horizon: Rgb])[] = [
  [
    [70, 60, 120],
    [255, 150, 110],
  ],
  [
    [60, 140, 230],
    [190, 225, 250],
  ],
  [
    [50, 40, 90],
    [250, 110, 60],
  ],
]

const mix = (a: number, b: number, share: number) => a + (b - a) * share
const blend = (a: Rgb, b: Rgb, share: number): Rgb => [
  mix(a[0], b[0], share),
  mix(a[1], b[1], share),
  mix(a[2], b[2], share),
]

/** Draws one frame; `time` runs from 0 to 1 over the clip, and `lit` turns the lamp of the lighthouse on. */
export function drawScene(to: Picture, time: number, frame: number, lit: boolean): void {
  const horizon = to.height * 0.62
  drawSky(to, time, horizon)
  fillDisc(to, to.width * time, horizon * (1 - 0.75 * Math.sin(Math.PI * time)), to.height / 9, SUN)
  drawLighthouse(to, horizon, lit)
  SEAS.forEach((colour, layer) => {
    drawSea(to, horizon, layer, time, colour)
    if (layer === 1) drawBoat(to, horizon, time)
  })
  drawNumber(to, String(frame).padStart(3, '0'), 16, 16, 36, WHITE)
}

function drawSky(to: Picture, time: number, horizon: number): void {
  const at = time * (SKIES.length - 1)
  const [before = SKIES[0], after = before] = SKIES.slice(Math.floor(at))
  if (!before || !after) return
  const top = blend(before[0], after[0], at % 1)
  const bottom = blend(before[1], after[1], at % 1)
  for (let y = 0; y < to.height; y++) fillRect(to, 0, y, to.width, 1, blend(top, bottom, Math.min(1, y / horizon)))
}

function drawLighthouse(to: Picture, horizon: number, lit: boolean): void {
  const x = to.width * 0.88
  const size = to.height / 24
  const foot = horizon + size
  const top = horizon - size * 6
  const tower: [x: number, y: number][] = [
    [x - size, foot],
    [x - size * 0.6, top],
    [x + size * 0.6, top],
    [x + size, foot],
  ]
  fillPolygon(to, tower, TOWER)
  fillDisc(to, x, top - size * 0.5, lit ? size * 1.6 : size * 0.6, lit ? LAMP.lit : LAMP.dark)
}

/** Where the surface of a layer of the sea is at x. */
function surface(to: Picture, horizon: number, layer: number, time: number, x: number): number {
  const swell = Math.sin(x / (28 + 14 * layer) + time * (10 + 6 * layer) + layer * 2)
  return horizon + layer * to.height * 0.1 + swell * (4 + 4 * layer)
}

function drawSea(to: Picture, horizon: number, layer: number, time: number, colour: Rgb): void {
  for (let x = 0; x < to.width; x++) {
    const top = surface(to, horizon, layer, time, x)
    fillRect(to, x, top, 1, to.height - top, colour)
  }
}

function drawBoat(to: Picture, horizon: number, time: number): void {
  const x = to.width * (0.2 + 0.6 * time)
  const y = surface(to, horizon, 1, time, x) + 4
  const size = to.height / 10
  // It leans with the slope of the wave under it.
  const lean = (surface(to, horizon, 1, time, x + 8) - surface(to, horizon, 1, time, x - 8)) * 0.8
  const sail = (side: number): (readonly [number, number])[] => [
    [x + side * 3, y - size * 0.3],
    [x + side * 3 - lean, y - size * 2],
    [x + side * size * 0.8, y - size * 0.4],
  ]
  fillPolygon(to, sail(1), SAIL)
  fillPolygon(to, sail(-1), blend(SAIL, SUN, 0.6))
  fillPolygon(
    to,
    [
      [x - size, y - lean],
      [x + size, y + lean],
      [x + size * 0.7, y + size * 0.4 + lean],
      [x - size * 0.7, y + size * 0.4 - lean],
    ],
    HULL,
  )
}
