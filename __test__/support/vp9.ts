import { BitReader, BitWriter } from './bits.js'

type Size = { width: number; height: number }

/** The frames of a chunk, which may be a superframe. VP9 specification, annex B. */
export function framesOf(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const marker = chunk.at(-1) ?? 0
  if (marker >> 5 !== 0b110) return [chunk]
  const [count, bytes] = [(marker & 7) + 1, ((marker >> 3) & 3) + 1]
  const index = Buffer.from(chunk.subarray(-1 - count * bytes))
  let at = 0
  return Array.from({ length: count }, (_, i) => {
    const start = at
    at += index.readUIntLE(i * bytes, bytes)
    return chunk.slice(start, at)
  })
}

/** Neither shown itself nor showing another frame. */
export const isHidden = ([first = 0]: Uint8Array): boolean => (first & 0b1010) === 0

/**
 * An inter frame of profile 0 with its size written out, where it had that of a reference frame. So it can follow frames of
 * another size, which are then scaled for reference. VP9 specification, section 6.2.
 */
export function withSize(frame: Uint8Array, { width, height }: Size): Uint8Array<ArrayBuffer> {
  const from = new BitReader(frame)
  const to = new BitWriter()
  const copy = (count = 1) => {
    const value = from.take(count)
    to.put(value, count)
    return value
  }
  copy(2 + 2 + 1) // frame_marker, profile, show_existing_frame
  if (copy() === 0) throw new Error('a key frame')
  const shown = copy()
  const errorResilient = copy()
  if (!shown && copy()) throw new Error('an intra-only frame')
  if (!errorResilient) copy(2)
  copy(8 + 3 * 4) // refresh_frame_flags, references
  if (from.take() === 0) throw new Error('a size that is not of the first reference')
  to.put(0, 3)
    .put(width - 1, 16)
    .put(height - 1, 16)
  copy() // render_and_frame_size_different, which must be 0
  copy()
  if (copy() === 0) copy(2) // the interpolation filter
  if (!errorResilient) copy(2)
  copy(2)
  copyLoopFilterAndQuantizer(copy)
  if (copy()) throw new Error('segmentation')
  if (copy()) copy() // rows of tiles; there are no columns in small pictures
  copy(16) // the length of the compressed header
  const rest = frame.subarray(Math.ceil(from.position / 8))
  return new Uint8Array(Buffer.concat([to.done(), rest]))
}

function copyLoopFilterAndQuantizer(copy: (count?: number) => number): void {
  const copyIfFlagged = (count: number) => {
    if (copy()) copy(count)
  }
  copy(6 + 3)
  if (copy() && copy()) for (let delta = 0; delta < 4 + 2; delta++) copyIfFlagged(7)
  copy(8)
  for (let delta = 0; delta < 3; delta++) copyIfFlagged(5)
}
