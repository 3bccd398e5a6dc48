/** Programs and libraries of Linux: https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html */
import type { Binary, Libc } from './binary.js'
import { BrokenFile, type FileReader, NONSENSE } from './file-reader.js'

const MAGIC = 0x7f454c46
const HEADER_LENGTH = 64

/** What Node calls the machines (`e_machine`). */
const MACHINES: Record<number, string> = {
  3: 'ia32',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
}

/** Where the fields lie that depend on the width of addresses, by `EI_CLASS`. */
const LAYOUTS = {
  1: { segments: 28, sections: 32, counts: 42, segment: { length: 32, offset: 4, virtual: 8, size: 16 } },
  2: { segments: 32, sections: 40, counts: 54, segment: { length: 56, offset: 8, virtual: 16, size: 32 } },
}

/** A piece of the file that is loaded at a virtual address, or that tells about loading. */
interface Segment {
  type: number
  offset: number
  virtual: number
  size: number
}

const SEGMENT = { load: 1, dynamic: 2, interpreter: 3 }
const DYNAMIC = { end: 0, needed: 1, strings: 5 }

const LIBCS: [Libc, RegExp][] = [
  ['musl', /(^|\/)(ld-musl-|libc\.musl-|libc\.so$)/],
  ['glibc', /(^|\/)(ld-linux|ld64|libc\.so\.6$)/],
]

export const isElf = (magic: number): boolean => magic === MAGIC

export function elf(reader: FileReader): Binary {
  const file = new ElfFile(reader)
  const names = [...file.interpreter(), ...file.neededLibraries()]
  const libc = LIBCS.find(([, pattern]) => names.some(name => pattern.test(name)))?.[0]
  return { platform: 'linux', architectures: [file.architecture], libc }
}

class ElfFile {
  readonly #reader: FileReader
  readonly #head: DataView
  readonly #layout: (typeof LAYOUTS)[1 | 2]
  readonly #little: boolean
  readonly #segments: Segment[]

  constructor(reader: FileReader) {
    this.#reader = reader
    this.#head = reader.read(0, HEADER_LENGTH)
    const layout = LAYOUTS[this.#head.getUint8(4) as 1 | 2]
    if (!layout) throw new BrokenFile(NONSENSE)
    this.#layout = layout
    this.#little = this.#head.getUint8(5) === 1
    this.#segments = this.#readSegments()
  }

  get architecture(): string {
    const machine = this.#head.getUint16(18, this.#little)
    return MACHINES[machine] ?? `machine ${machine}`
  }

  /** The program that loads this one, e.g. "/lib64/ld-linux-x86-64.so.2"; libraries have none. */
  interpreter(): string[] {
    return this.#segments
      .filter(({ type }) => type === SEGMENT.interpreter)
      .map(({ offset }) => this.#reader.text(offset))
  }

  /** The names of the shared libraries that this one is linked with. */
  neededLibraries(): string[] {
    const entries = this.#segments.filter(({ type }) => type === SEGMENT.dynamic).flatMap(each => this.#dynamic(each))
    const strings = entries.find(({ tag }) => tag === DYNAMIC.strings)
    const table = strings && this.#offsetOf(strings.value)
    if (table === undefined) return []
    return entries.filter(({ tag }) => tag === DYNAMIC.needed).map(({ value }) => this.#reader.text(table + value))
  }

  /** All that the tables of segments and of sections (which mostly ends the file) speak of has to be there. */
  #readSegments(): Segment[] {
    const { segments, sections, counts, segment } = this.#layout
    const [length = 0, count = 0, sectionLength = 0, sectionCount = 0] = [0, 2, 4, 6].map(each =>
      this.#head.getUint16(counts + each, this.#little),
    )
    if (count > 0 && length < segment.length) throw new BrokenFile(NONSENSE)
    this.#reader.expect(this.#address(this.#head, sections) + sectionLength * sectionCount)
    const table = this.#reader.read(this.#address(this.#head, segments), length * count)
    const all = Array.from({ length: count }, (_, index) => this.#segment(table, index * length))
    for (const { offset, size } of all) this.#reader.expect(offset + size)
    return all
  }

  #segment(table: DataView, start: number): Segment {
    const { offset, virtual, size } = this.#layout.segment
    return {
      type: table.getUint32(start, this.#little),
      offset: this.#address(table, start + offset),
      virtual: this.#address(table, start + virtual),
      size: this.#address(table, start + size),
    }
  }

  #dynamic({ offset, size }: Segment): { tag: number; value: number }[] {
    const table = this.#reader.read(offset, size)
    const width = this.#layout === LAYOUTS[1] ? 4 : 8
    const entries = Array.from({ length: Math.floor(size / width / 2) }, (_, index) => ({
      tag: this.#address(table, index * width * 2),
      value: this.#address(table, index * width * 2 + width),
    }))
    const end = entries.findIndex(({ tag }) => tag === DYNAMIC.end)
    return end < 0 ? entries : entries.slice(0, end)
  }

  /** Where in the file the byte at a virtual address is. */
  #offsetOf(address: number): number | undefined {
    const segment = this.#segments.find(
      ({ type, virtual, size }) => type === SEGMENT.load && address >= virtual && address < virtual + size,
    )
    return segment && segment.offset + (address - segment.virtual)
  }

  #address(view: DataView, at: number): number {
    return this.#layout === LAYOUTS[1] ? view.getUint32(at, this.#little) : Number(view.getBigUint64(at, this.#little))
  }
}
