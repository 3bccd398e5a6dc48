/** What an addon asks of the system, and the bounds of that. */
import { readFileSync, statSync } from 'node:fs'
import type { Flavour } from './recipe.js'
import { output } from './run.js'

export interface Inspection {
  bytes: number
  /** The shared libraries that it asks for. */
  needed: string[]
  /** What it defines for others. */
  exported: string[]
  /** The highest version of glibc's symbols, e.g. "2.34"; empty where there is none. */
  glibc: string
  /** Folders of the build machine whose names are in it. */
  traces: string[]
}

/** Unpacked, on linux-x64-gnu. */
const LARGEST: Record<Flavour, number> = { lgpl: 20_000_000, gpl: 45_000_000 }
const SYSTEM_LIBRARIES = /^(libc|libm|libmvec|libpthread|libdl|librt|ld-linux-[\w-]+|libc\.musl-\w+)\.so(\.\d+)?$/
const ENTRY_POINTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1']
/** What glibc's oldest systems in use have. */
export const WANTED_GLIBC = '2.28'

/** Looks at an addon, and for the names of folders in it. */
export function inspect(file: string, folders: readonly string[]): Inspection {
  const content = readFileSync(file)
  return {
    bytes: statSync(file).size,
    needed: neededLibraries(output(['readelf', '--dynamic', '--wide', file])),
    exported: definedSymbols(output(['nm', '--dynamic', '--defined-only', file])),
    glibc: highestGlibc(output(['objdump', '--dynamic-syms', file])),
    traces: folders.filter(folder => content.includes(`${folder}/`)),
  }
}

export const neededLibraries = (dynamic: string): string[] =>
  [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/g)].flatMap(([, name]) => name ?? [])

export const definedSymbols = (symbols: string): string[] =>
  symbols
    .split('\n')
    .flatMap(line => line.trim().split(/\s+/)[2] ?? [])
    .map(symbol => symbol.replace(/@.*/, ''))

export function highestGlibc(symbols: string): string {
  const versions = [...symbols.matchAll(/GLIBC_(\d+(?:\.\d+)+)/g)].flatMap(([, version]) => version ?? [])
  return versions.reduce((highest, version) => (compareNumbers(version, highest) > 0 ? version : highest), '')
}

/** Compares versions by their numbers. */
export function compareNumbers(a: string, b: string): number {
  const [x, y] = [a, b].map(version => version.split('.').map(Number))
  const length = Math.max(x?.length ?? 0, y?.length ?? 0)
  const differences = Array.from({ length }, (_, index) => (x?.[index] ?? 0) - (y?.[index] ?? 0))
  return differences.find(difference => difference !== 0) ?? 0
}

/** That of a machine without glibc is no bound, and its programs ask for none. */
export function glibcOfMachine(): string {
  try {
    return output(['getconf', 'GNU_LIBC_VERSION']).trim().replace('glibc ', '')
  } catch {
    return ''
  }
}

/** What an addon must not be, each in a sentence; none where it is all right. `glibc` is this machine's. */
export function faults(inspection: Inspection, flavour: Flavour, glibc: string): string[] {
  const { bytes, needed, exported, traces } = inspection
  const foreign = needed.filter(library => !SYSTEM_LIBRARIES.test(library))
  const visible = exported.filter(symbol => !ENTRY_POINTS.includes(symbol))
  const bound = compareNumbers(glibc, WANTED_GLIBC) > 0 ? glibc : WANTED_GLIBC
  return [
    ...(foreign.length > 0 ? [`it needs ${foreign.join(', ')}`] : []),
    ...(visible.length > 0 ? [`it shows symbols of its libraries: ${visible.slice(0, 10).join(', ')}`] : []),
    ...(exported.includes('napi_register_module_v1') ? [] : ['it is no Node-API addon']),
    ...(bytes > LARGEST[flavour] ? [`it has ${bytes} bytes, more than ${LARGEST[flavour]}`] : []),
    ...(compareNumbers(inspection.glibc, bound) > 0 ? [`it needs glibc ${inspection.glibc}, beyond ${bound}`] : []),
    ...traces.map(folder => `it names ${folder}, a folder of the build machine`),
  ]
}
