/** Programs and libraries of Windows: https://learn.microsoft.com/windows/win32/debug/pe-format */
import type { Binary } from './binary.js'
import { BrokenFile, type FileReader } from './file-reader.js'

const DOS = 0x4d5a
const PE = 0x50450000
const DOS_HEADER_LENGTH = 64
const HEADER_LENGTH = 24
const SECTION_LENGTH = 40

/** What Node calls the machines. */
const MACHINES: Record<number, string> = { 332: 'ia32', 34404: 'x64', 43620: 'arm64' }

export const isPe = (magic: number): boolean => magic >>> 16 === DOS

export function pe(reader: FileReader): Binary {
  const start = reader.read(0, DOS_HEADER_LENGTH).getUint32(60, true)
  const head = reader.read(start, HEADER_LENGTH)
  if (head.getUint32(0) !== PE) throw new BrokenFile('is no native addon: it is a program of MS-DOS')
  const machine = head.getUint16(4, true)
  const sections = reader.read(
    start + HEADER_LENGTH + head.getUint16(20, true),
    head.getUint16(6, true) * SECTION_LENGTH,
  )
  for (let at = 0; at < sections.byteLength; at += SECTION_LENGTH) {
    reader.expect(sections.getUint32(at + 16, true) + sections.getUint32(at + 20, true))
  }
  return { platform: 'win32', architectures: [MACHINES[machine] ?? `machine ${machine}`] }
}
