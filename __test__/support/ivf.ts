const FILE_HEADER = 32
const FRAME_HEADER = 12

/** An IVF file, the plainest container of VP8, VP9 and AV1. Its timestamps are the places of the frames. */
export function ivf(
  fourcc: string,
  { width, height }: { width: number; height: number },
  frames: Uint8Array[],
): Buffer {
  const header = Buffer.alloc(FILE_HEADER)
  header.write('DKIF')
  header.writeUInt16LE(FILE_HEADER, 6)
  header.write(fourcc, 8)
  header.writeUInt16LE(width, 12)
  header.writeUInt16LE(height, 14)
  header.writeUInt32LE(30, 16) // ticks a second
  header.writeUInt32LE(1, 20)
  header.writeUInt32LE(frames.length, 24)
  return Buffer.concat([header, ...frames.flatMap((frame, i) => [frameHeader(frame, i), frame])])
}

function frameHeader(frame: Uint8Array, timestamp: number): Buffer {
  const header = Buffer.alloc(FRAME_HEADER)
  header.writeUInt32LE(frame.length)
  header.writeBigUInt64LE(BigInt(timestamp), 4)
  return header
}

/** The frames in an IVF file's bytes, in file order. */
export function readIvf(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = FILE_HEADER; at < bytes.length; ) {
    const start = at + FRAME_HEADER
    at = start + bytes.readUInt32LE(at)
    frames.push(bytes.subarray(start, at))
  }
  return frames
}
