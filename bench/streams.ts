/** Encoded results as files: IVF, or the byte streams of H.264 and HEVC. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { FRAMERATE } from './clips.js'

const HEADER = 32
const FRAME_HEADER = 12

const FOURCC = { vp8: 'VP80', vp9: 'VP90', av1: 'AV01' }

/** Writes chunks of one 30 frames a second stream; the ffmpeg program takes them from there. */
export function writeStream(
  file: string,
  codec: 'h264' | 'hevc' | keyof typeof FOURCC,
  size: { width: number; height: number },
  chunks: Uint8Array[],
) {
  if (codec === 'h264' || codec === 'hevc') return writeFileSync(file, Buffer.concat(chunks))
  const header = Buffer.alloc(HEADER)
  header.write('DKIF')
  header.writeUInt16LE(HEADER, 6)
  header.write(FOURCC[codec], 8)
  header.writeUInt16LE(size.width, 12)
  header.writeUInt16LE(size.height, 14)
  header.writeUInt32LE(FRAMERATE, 16)
  header.writeUInt32LE(1, 20)
  header.writeUInt32LE(chunks.length, 24)
  const parts: Uint8Array[] = [header]
  chunks.forEach((chunk, index) => {
    const frame = Buffer.alloc(FRAME_HEADER)
    frame.writeUInt32LE(chunk.length)
    frame.writeUInt32LE(index, 4)
    parts.push(frame, chunk)
  })
  writeFileSync(file, Buffer.concat(parts))
}

/** The stream's bytes without the container. */
function payload(file: string): Uint8Array {
  const bytes = readFileSync(file)
  if (bytes.toString('latin1', 0, 4) !== 'DKIF') return bytes
  const parts: Uint8Array[] = []
  for (let at = HEADER; at + FRAME_HEADER <= bytes.length; ) {
    const length = bytes.readUInt32LE(at)
    parts.push(bytes.subarray(at + FRAME_HEADER, at + FRAME_HEADER + length))
    at += FRAME_HEADER + length
  }
  return Buffer.concat(parts)
}

/** Size of the stream, and a digest of it to compare with another. */
export function identify(file: string): { bytes: number; digest: string } {
  const stream = payload(file)
  return { bytes: stream.length, digest: createHash('sha256').update(stream).digest('hex') }
}
