/** What a file of machine code is made for, told from its head before the system loads it: see docs/packaging.md. */
import { elf, isElf } from './elf.js'
import { BrokenFile, type FileReader, withFile } from './file-reader.js'
import { isMachO, machO } from './mach-o.js'
import { isPe, pe } from './pe.js'

export type Libc = 'glibc' | 'musl'

export interface Binary {
  platform: NodeJS.Platform
  /** As `process.arch` names them; those of macOS may have several. */
  architectures: string[]
  libc?: Libc | undefined
}

/** Formats of which a file's first four bytes are typical. */
const FORMATS: { is: (magic: number) => boolean; read: (reader: FileReader) => Binary }[] = [
  { is: isElf, read: elf },
  { is: isMachO, read: machO },
  { is: isPe, read: pe },
]

/** Throws a BrokenFile where this is no file of machine code, or not all of one. */
export function inspect(file: string): Binary {
  return withFile(file, reader => {
    if (reader.size === 0) throw new BrokenFile('is empty')
    const magic = reader.size < 4 ? 0 : reader.read(0, 4).getUint32(0)
    const format = FORMATS.find(({ is }) => is(magic))
    if (!format) throw new BrokenFile('is no native addon: its first bytes are those of another kind of file')
    return format.read(reader)
  })
}
