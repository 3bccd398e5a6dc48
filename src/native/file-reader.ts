import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export const NONSENSE = 'is damaged: its header makes no sense'

/** A file is not what it should be; the message says in which way, to follow on the file's name. */
export class BrokenFile extends Error {}

/** Reads pieces of a file, never beyond its end and never much of it. */
export class FileReader {
  readonly size: number
  readonly #descriptor: number

  constructor(descriptor: number) {
    this.#descriptor = descriptor
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) throw new BrokenFile('is not a file')
    this.size = stat.size
  }

  /** Nothing that the heads of binaries need is longer; a length read from the file itself is not to be trusted. */
  static readonly LONGEST = 1 << 16

  read(offset: number, length: number): DataView<ArrayBuffer> {
    if (length > FileReader.LONGEST) throw new BrokenFile(NONSENSE)
    this.expect(offset + length)
    const bytes = new Uint8Array(length)
    if (readSync(this.#descriptor, bytes, 0, length, offset) < length) throw new BrokenFile('could not be read')
    return new DataView(bytes.buffer)
  }

  /** The text up to a zero byte, of at most `longest` characters. */
  text(offset: number, longest = 256): string {
    const { buffer } = this.read(offset, Math.max(0, Math.min(longest, this.size - offset)))
    const [text = ''] = Buffer.from(buffer).toString('latin1').split('\0', 1)
    return text
  }

  /** To be called with the end of each part that the file says it has. */
  expect(end: number): void {
    if (end > this.size) throw new BrokenFile(`is cut off: it has ${this.size} bytes of at least ${end}`)
  }
}

export function withFile<Result>(file: string, use: (reader: FileReader) => Result): Result {
  const descriptor = openSync(file, 'r')
  try {
    return use(new FileReader(descriptor))
  } finally {
    closeSync(descriptor)
  }
}
