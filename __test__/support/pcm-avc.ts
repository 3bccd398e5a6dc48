import { BitWriter } from './bits.js'

type Bytes = Uint8Array<ArrayBuffer>

/** H.264 of raw samples (I_PCM macroblocks), so that what has to come out is known without any decoder. */
export interface PcmStream {
  width: number
  height: number
  /** The sequence and the picture parameter set. */
  sets: Bytes[]
  /** The units of each frame: one slice, or one for each of its fields. The first frame is an IDR picture. */
  frames: Bytes[][]
  /** The pixels of each frame, I420. */
  pixels: Buffer[]
}

const WIDTH = 32
const HEIGHT = 32
const IDR_SLICE = 0x65
const SLICE = 0x61

/** `fields`: each frame is coded as a pair of fields (PAFF), else as a frame. */
export function pcmStream(count: number, { fields = false } = {}): PcmStream {
  const pixels = Array.from({ length: count }, (_, frame) => picture(frame))
  const frames = pixels.map((planes, frame) => {
    const header = frame === 0 ? IDR_SLICE : SLICE
    if (!fields) return [slice(header, frame, planes)]
    // the second field of an IDR picture is none
    return [slice(header, frame, planes, 0), slice(SLICE, frame, planes, 1)]
  })
  return { width: WIDTH, height: HEIGHT, sets: [sequence(fields), PICTURE_SET], frames, pixels }
}

/** A picture that no other number has, without zeros. */
function picture(frame: number): Buffer {
  const bytes = Buffer.alloc(WIDTH * HEIGHT * 1.5)
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 + ((i * 7 + (i >> 5) * 3 + frame * 31) % 200)
  return bytes
}

function unit(header: number, body: BitWriter): Bytes {
  const escaped = [header]
  for (const byte of body.put(1).done()) {
    if (byte <= 3 && escaped.at(-1) === 0 && escaped.at(-2) === 0) escaped.push(3)
    escaped.push(byte)
  }
  return Uint8Array.from(escaped)
}

/** Main profile, pictures in coding order, without VUI. Section 7.3.2.1.1. */
function sequence(fields: boolean): Bytes {
  const body = new BitWriter().bytes([77, 0, 30])
  body.golomb(0).golomb(0).golomb(2).golomb(1).put(0) // id, frame_num of 4 bits, order of coding, one reference, no gaps
  body.golomb(WIDTH / 16 - 1).golomb(HEIGHT / (fields ? 32 : 16) - 1)
  if (fields) body.put(0, 2)
  else body.put(1)
  return unit(0x67, body.put(0b100, 3)) // direct_8x8_inference_flag, no cropping, no VUI
}

/** CAVLC, with deblocking_filter_control_present_flag. Section 7.3.2.2. */
const PICTURE_SET = unit(
  0x68,
  new BitWriter()
    .golomb(0)
    .golomb(0)
    .put(0, 2)
    .golomb(0)
    .golomb(0)
    .golomb(0)
    .put(0, 3)
    .golomb(0)
    .golomb(0)
    .golomb(0)
    .put(4, 3),
)

/** Section 7.3.3; `field`: 0 for the top field, 1 for the bottom one. */
function slice(header: number, frame: number, planes: Buffer, field?: number): Bytes {
  const body = new BitWriter()
    .golomb(0)
    .golomb(7)
    .golomb(0)
    .put(frame % 16, 4)
  if (field !== undefined) body.put(1).put(field)
  if (header === IDR_SLICE) body.golomb(0).put(0, 2)
  else body.put(0)
  body.golomb(0).golomb(1) // slice_qp_delta, no deblocking
  const [first, step] = field === undefined ? [0, 1] : [field, 2]
  for (let y = 0; y < HEIGHT / step; y += 16) {
    for (let x = 0; x < WIDTH; x += 16)
      body
        .golomb(25)
        .align()
        .bytes(samples(planes, x, y, first, step))
  }
  return unit(header, body)
}

/** The samples of a macroblock of the lines from `first` on in steps of `step`. */
function* samples(planes: Buffer, x: number, y: number, first: number, step: number): Iterable<number> {
  const quarter = (WIDTH * HEIGHT) / 4
  for (const [offset, size, width] of [
    [0, 16, WIDTH],
    [quarter * 4, 8, WIDTH / 2],
    [quarter * 5, 8, WIDTH / 2],
  ] as const) {
    const scale = 16 / size
    for (let row = 0; row < size; row++) {
      const line = first + (y / scale + row) * step
      const start = offset + line * width + x / scale
      yield* planes.subarray(start, start + size)
    }
  }
}
