/** Programs and libraries of macOS: the headers mach-o/loader.h and mach-o/fat.h of its SDK. */
import type { Binary } from './binary.js'
import { BrokenFile, type FileReader, NONSENSE } from './file-reader.js'

const THIN = 0xcffaedfe // 0xfeedfacf, the least significant byte first
const FAT = 0xcafebabe

/** What Node calls the processors (`cputype`). */
const PROCESSORS: Record<number, string> = { 16777223: 'x64', 16777228: 'arm64' }

const HEADER_LENGTH = 32
const FAT_HEADER_LENGTH = 8
const FAT_ENTRY_LENGTH = 20
const MOST_ENTRIES = 16

export const isMachO = (magic: number): boolean => magic === THIN || magic === FAT

export function machO(reader: FileReader): Binary {
  const isFat = reader.read(0, 4).getUint32(0) === FAT
  const processors = isFat ? fatProcessors(reader) : [reader.read(0, HEADER_LENGTH).getUint32(4, true)]
  return { platform: 'darwin', architectures: processors.map(each => PROCESSORS[each] ?? `processor ${each}`) }
}

/** One file for several processors begins with a table of the files for each. */
function fatProcessors(reader: FileReader): number[] {
  const count = reader.read(0, FAT_HEADER_LENGTH).getUint32(4)
  if (count > MOST_ENTRIES) throw new BrokenFile(NONSENSE)
  const table = reader.read(FAT_HEADER_LENGTH, count * FAT_ENTRY_LENGTH)
  return Array.from({ length: count }, (_, index) => {
    const start = index * FAT_ENTRY_LENGTH
    reader.expect(table.getUint32(start + 8) + table.getUint32(start + 12))
    return table.getUint32(start)
  })
}
