/** A picture of a whole film: frames from all over it, side by side. */
import { type InputVideoTrack, type VideoSample, VideoSampleSink } from 'mediabunny'
import { drawNumber, oriented, type Picture, picture, place } from './picture.js'
import { openSource } from './source.js'
import { toPicture } from './yuv.js'

const COLUMNS = 4
const ROWS = 4
/** The longer side of a frame on the sheet, in pixels. */
const TILE = 320
const GAP = 8
const LABEL = 14

/** Decodes frames of the video at `path`, evenly spread over its duration, and lays them out with their times in seconds. */
export async function contactSheet(path: string): Promise<Picture> {
  const { input, track } = await openSource(path)
  try {
    const tiles = await decodeTiles(track)
    return layOut(tiles)
  } finally {
    input.dispose()
  }
}

interface Tile {
  image: Picture
  /** Seconds. */
  time: number
}

async function decodeTiles(track: InputVideoTrack): Promise<Tile[]> {
  const start = await track.getFirstTimestamp()
  const step = ((await track.computeDuration()) - start) / (COLUMNS * ROWS)
  const times = Array.from({ length: COLUMNS * ROWS }, (_, i) => start + (i + 0.5) * step)
  const tiles: Tile[] = []
  for await (const sample of new VideoSampleSink(track).samplesAtTimestamps(times)) {
    if (!sample) continue
    tiles.push({ image: await thumbnail(sample), time: sample.timestamp })
    sample.close()
  }
  return tiles
}

/** A small upright picture of a frame, its pixel aspect ratio, rotation and mirroring applied. */
async function thumbnail(sample: VideoSample): Promise<Picture> {
  const { format, squarePixelWidth, squarePixelHeight, colorSpace, visibleRect } = sample
  const scale = TILE / Math.max(squarePixelWidth, squarePixelHeight)
  const data = new Uint8Array(sample.allocationSize())
  const layout = await sample.copyTo(data)
  const image = {
    format: format ?? '',
    width: visibleRect.width,
    height: visibleRect.height,
    data,
    layout,
    matrix: colorSpace.matrix ?? undefined,
    fullRange: colorSpace.fullRange ?? false,
  }
  const small = toPicture(image, even(squarePixelWidth * scale), even(squarePixelHeight * scale))
  if (!small) throw new Error(`frames of the pixel format ${format} cannot be drawn`)
  return oriented(small, sample.rotation, sample.flip)
}

const even = (length: number) => Math.max(2, 2 * Math.round(length / 2))

function layOut(tiles: Tile[]): Picture {
  const width = Math.max(0, ...tiles.map(({ image }) => image.width)) + GAP
  const height = Math.max(0, ...tiles.map(({ image }) => image.height)) + GAP * 2 + LABEL
  const sheet = picture(GAP + COLUMNS * width, GAP + ROWS * height, [24, 24, 28])
  tiles.forEach(({ image, time }, i) => {
    const left = GAP + (i % COLUMNS) * width
    const top = GAP + Math.floor(i / COLUMNS) * height
    place(sheet, image, left, top)
    drawNumber(sheet, time.toFixed(2), left, top + height - GAP - LABEL - 2, LABEL, [160, 160, 170])
  })
  return sheet
}
