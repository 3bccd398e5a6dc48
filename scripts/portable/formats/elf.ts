/** What readelf, nm and objdump tell of an addon for Linux. */
import { compareNumbers } from '../versions.js'

export const neededLibraries = (dynamic: string): string[] =>
  [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/g)].flatMap(([, name]) => name ?? [])

/** Of nm's lines, whatever the format of the file. */
export const definedSymbols = (symbols: string): string[] =>
  symbols
    .split('\n')
    .flatMap(line => line.trim().split(/\s+/)[2] ?? [])
    .map(symbol => symbol.replace(/@.*/, ''))

export function highestGlibc(symbols: string): string {
  const versions = [...symbols.matchAll(/GLIBC_(\d+(?:\.\d+)+)/g)].flatMap(([, version]) => version ?? [])
  return versions.reduce((highest, version) => (compareNumbers(version, highest) > 0 ? version : highest), '')
}
