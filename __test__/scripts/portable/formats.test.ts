import test from 'ava'
import { loadedLibraries, oldestMacos, shownSymbols } from '../../../scripts/portable/formats/mach-o.js'
import { exportedSymbols, importedLibraries } from '../../../scripts/portable/formats/pe.js'

/** Of a library for arm64, as `otool -l` prints it, without the segments. */
const COMMANDS = `addon.node:
Mach header
      magic  cputype cpusubtype  caps    filetype ncmds sizeofcmds      flags
 0xfeedfacf 16777228          0  0x00           6    16       1272 0x00100085
Load command 0
      cmd LC_SEGMENT_64
  cmdsize 552
  segname __TEXT
Load command 10
          cmd LC_ID_DYLIB
      cmdsize 56
         name @rpath/addon.node (offset 24)
   time stamp 2 Thu Jan  1 00:00:02 1970
      current version 1.0.0
compatibility version 1.0.0
Load command 11
      cmd LC_SOURCE_VERSION
  cmdsize 16
  version 0.0
Load command 12
       cmd LC_BUILD_VERSION
   cmdsize 32
  platform macos
       sdk 27.0
     minos 11.0
    ntools 1
      tool 0x000005
   version 0.0
Load command 14
          cmd LC_LOAD_DYLIB
      cmdsize 56
         name /usr/lib/libSystem.B.dylib (offset 24)
   time stamp 2 Thu Jan  1 00:00:02 1970
      current version 1359.0.0
compatibility version 1.0.0
Load command 15
          cmd LC_LOAD_WEAK_DYLIB
      cmdsize 56
         name /opt/a folder/libx264.dylib (offset 24)
   time stamp 2 Thu Jan  1 00:00:02 1970
`

test('inspect: reads what otool prints: libraries, but not its own name, and the oldest macOS', t => {
  t.deepEqual(loadedLibraries(COMMANDS), ['/usr/lib/libSystem.B.dylib', '/opt/a folder/libx264.dylib'])
  t.is(oldestMacos(COMMANDS), '11.0')
})

test('inspect: reads the oldest macOS as older linkers say it', t => {
  const command = 'Load command 8\n      cmd LC_VERSION_MIN_MACOSX\n  cmdsize 16\n  version 10.12\n      sdk 10.15\n'
  t.is(oldestMacos(command), '10.12')
  t.is(oldestMacos('Load command 0\n      cmd LC_SOURCE_VERSION\n  cmdsize 16\n  version 0.0\n'), '')
})

test("inspect: reads what nm prints of a library for macOS, without C's underscores", t => {
  const symbols = '00000000000015d0 T _av_free\n00000000000015b0 T _napi_register_module_v1\n'
  t.deepEqual(shownSymbols(symbols), ['av_free', 'napi_register_module_v1'])
})

/** Of a library for x64, as `llvm-readobj --coff-imports --coff-exports` prints it. */
const TABLES = `
File: addon.node
Format: COFF-x86-64
Arch: x86_64
AddressSize: 64bit
Import {
  Name: KERNEL32.dll
  ImportLookupTableRVA: 0x20A0
  ImportAddressTableRVA: 0x20C0
  Symbol: ExitProcess (0)
}
DelayImport {
  Name: avutil-60.dll
  Attributes: 0x1
  ModuleHandle: 0x3010
  ImportAddressTable: 0x3018
  ImportNameTable: 0x2070
  BoundDelayImportTable: 0x0
  UnloadDelayImportTable: 0x0
  Import {
    Symbol: av_malloc (0)
    Address: 0x180001040
  }
}
Export {
  Ordinal: 1
  Name: av_free
  RVA: 0x1030
}
Export {
  Ordinal: 2
  Name: napi_register_module_v1
  RVA: 0x1000
}
`

test('inspect: reads what llvm-readobj prints: libraries, also of delayed loading, and symbols', t => {
  t.deepEqual(importedLibraries(TABLES), ['KERNEL32.dll', 'avutil-60.dll'])
  t.deepEqual(exportedSymbols(TABLES), ['av_free', 'napi_register_module_v1'])
  t.deepEqual(importedLibraries('Export {\n  Ordinal: 1\n  Name: alone\n  RVA: 0x1030\n}\n'), [])
})
