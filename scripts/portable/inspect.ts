/** What an addon asks of the system, and the bounds of that. */
import { readFileSync, statSync } from 'node:fs'
import { inspect as binaryOf } from '../../src/native/binary.js'
import { definedSymbols, highestGlibc, neededLibraries } from './formats/elf.js'
import { loadedLibraries, oldestMacos, shownSymbols } from './formats/mach-o.js'
import { exportedSymbols, importedLibraries } from './formats/pe.js'
import { isNewGlibc, OLDEST_GLIBC } from './glibc.js'
import type { Flavour } from './recipe.js'
import { output } from './run.js'
import { OLDEST_MACOS, type Platform } from './systems.js'
import { compareNumbers } from './versions.js'

export interface Inspection {
  /** That it is for. */
  platform: Platform
  bytes: number
  /** The shared libraries that it asks for. */
  needed: string[]
  /** What it defines for others. */
  exported: string[]
  /** The highest version of glibc's symbols, e.g. "2.34"; empty where there is none. */
  glibc: string
  /** The oldest macOS that it is for, e.g. "11.0"; empty on other systems. */
  macos: string
  /** Folders of the build machine whose names are in it. */
  traces: string[]
}

interface Format {
  read: (file: string) => Pick<Inspection, 'needed' | 'exported'> & Partial<Pick<Inspection, 'glibc' | 'macos'>>
  /** The libraries that every system has. */
  everywhere: RegExp
}

const FORMATS: Readonly<Record<Platform, Format>> = {
  linux: {
    read: file => ({
      needed: neededLibraries(output(['readelf', '--dynamic', '--wide', file])),
      exported: definedSymbols(output(['nm', '--dynamic', '--defined-only', file])),
      glibc: highestGlibc(output(['objdump', '--dynamic-syms', file])),
    }),
    everywhere: /^(libc|libm|libpthread|libdl|librt|ld-linux-[\w-]+|libc\.musl-\w+)\.so(\.\d+)?$/,
  },
  darwin: {
    read: file => {
      const commands = output(['otool', '-l', file])
      const exported = shownSymbols(output(['nm', '-gU', file]))
      return { needed: loadedLibraries(commands), exported, macos: oldestMacos(commands) }
    },
    everywhere: /^\/usr\/lib\/(libSystem\.B|libc\+\+\.1|libiconv\.2)\.dylib$/,
  },
  win32: {
    read: file => {
      const tables = output(['llvm-readobj', '--coff-imports', '--coff-exports', file])
      return { needed: importedLibraries(tables), exported: exportedSymbols(tables) }
    },
    everywhere:
      /^(kernel32|ntdll|advapi32|bcrypt|bcryptprimitives|ole32|psapi|shell32|user32|userenv|ws2_32|api-ms-win-[\w-]+)\.dll$/i,
  },
}

/** Unpacked: what linux-x64-gnu may have, and no other platform more. */
const LARGEST: Record<Flavour, number> = { lgpl: 20_000_000, gpl: 45_000_000 }
const ENTRY_POINTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1']

/** Looks at an addon, and for the names of folders in it. */
export function inspect(file: string, folders: readonly string[]): Inspection {
  const platform = binaryOf(file).platform as Platform
  const content = readFileSync(file)
  return {
    platform,
    bytes: statSync(file).size,
    glibc: '',
    macos: '',
    ...FORMATS[platform].read(file),
    traces: folders.filter(folder => names(content, folder)),
  }
}

/** Whether it has the path of something in the folder, with slashes of either kind. */
const names = (content: Buffer, folder: string): boolean =>
  [folder, folder.replaceAll('\\', '/')].some(path => content.includes(`${path}/`) || content.includes(`${path}\\`))

/** What an addon must not be, each in a sentence; none where it is all right. */
export function faults(inspection: Inspection, flavour: Flavour): string[] {
  const { platform, bytes, needed, exported, glibc, macos, traces } = inspection
  const foreign = needed.filter(library => !FORMATS[platform].everywhere.test(library))
  const visible = exported.filter(symbol => !ENTRY_POINTS.includes(symbol))
  return [
    ...(foreign.length > 0 ? [`it needs ${foreign.join(', ')}`] : []),
    ...(visible.length > 0 ? [`it shows symbols of its libraries: ${visible.slice(0, 10).join(', ')}`] : []),
    ...(exported.includes('napi_register_module_v1') ? [] : ['it is no Node-API addon']),
    ...(bytes > LARGEST[flavour] ? [`it has ${bytes} bytes, more than ${LARGEST[flavour]}`] : []),
    ...(isNewGlibc(glibc) ? [`it needs glibc ${glibc}, beyond ${OLDEST_GLIBC}`] : []),
    ...(compareNumbers(macos, OLDEST_MACOS) > 0 ? [`it needs macOS ${macos}, beyond ${OLDEST_MACOS}`] : []),
    ...traces.map(folder => `it names ${folder}, a folder of the build machine`),
  ]
}
