/** Does a media file end before its container says it does? Reads only the headers of the outermost boxes. */
import { type FileHandle, open } from 'node:fs/promises'

const EBML_HEADER = 0x1a45dfa3
const BOXES = new Set(['ftyp', 'moov', 'moof', 'mdat', 'free', 'skip', 'wide', 'styp', 'sidx'])
const HEADER_BYTES = 16

/** True where bytes are missing at the end of an MP4, MOV, WebM or MKV file; false for whole and for other files. */
export async function isTruncated(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const header = await headerAt(file, 0)
    if (header.length < HEADER_BYTES) return false
    if (header.readUInt32BE(0) === EBML_HEADER) return (await matroskaEnd(file)) > size
    return BOXES.has(header.toString('latin1', 4, 8)) && (await isTruncatedMp4(file, size))
  } finally {
    await file.close()
  }
}

async function headerAt(file: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, position)
  return buffer.subarray(0, bytesRead)
}

/** A box is cut short, or the one without which nothing can be read (moov) has not come. */
async function isTruncatedMp4(file: FileHandle, size: number): Promise<boolean> {
  let indexed = false
  for (let at = 0; at < size; ) {
    const header = await headerAt(file, at)
    if (header.length < 8) return !indexed
    indexed ||= header.toString('latin1', 4, 8) === 'moov'
    const length = boxLength(header, size - at)
    if (at + length > size) return true
    at += length
  }
  return !indexed
}

/** Length of a box; 0 in its header stands for "up to the end of the file", 1 for "64 bits follow". */
function boxLength(header: Buffer, rest: number): number {
  const length = header.readUInt32BE(0)
  if (length === 0) return rest
  if (length !== 1) return Math.max(length, 8)
  return header.length < HEADER_BYTES
    ? Number.POSITIVE_INFINITY
    : Math.max(Number(header.readBigUInt64BE(8)), HEADER_BYTES)
}

/** Where the segment after the EBML header ends; 0 when it does not say, as in a live recording. */
async function matroskaEnd(file: FileHandle): Promise<number> {
  const segment = elementEnd(await headerAt(file, 0), 0)
  return elementEnd(await headerAt(file, segment), segment)
}

/** The position after an element whose four-byte ID starts at `position`; 0 when its length is unknown. */
function elementEnd(header: Buffer, position: number): number {
  const first = header[4]
  if (first === undefined) return Number.POSITIVE_INFINITY
  // The number of leading zero bits tells how many bytes follow.
  const more = Math.clz32(first) - 24
  let length = first & (0x7f >> more)
  let unknown = length === 0x7f >> more
  for (const byte of header.subarray(5, 5 + more)) {
    length = length * 256 + byte
    unknown &&= byte === 0xff
  }
  return unknown ? 0 : position + 5 + more + length
}
