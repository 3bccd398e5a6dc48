/** What otool and nm tell of an addon for macOS. */
import { definedSymbols } from './elf.js'

/** The commands that `otool -l` lists: the name of each, and its text. */
function loadCommands(text: string): { command: string; fields: string }[] {
  return text
    .split(/^Load command \d+$/m)
    .map(fields => ({ command: /^\s*cmd (\S+)$/m.exec(fields)?.[1] ?? '', fields }))
    .filter(({ command }) => command !== '')
}

const LOADING = /^LC_(LOAD|LOAD_WEAK|REEXPORT|LOAD_UPWARD|LAZY_LOAD)_DYLIB$/

/** The libraries that it is linked with; what it calls itself is not among them. */
export const loadedLibraries = (text: string): string[] =>
  loadCommands(text)
    .filter(({ command }) => LOADING.test(command))
    .flatMap(({ fields }) => /^\s*name (.+) \(offset \d+\)$/m.exec(fields)?.[1] ?? [])

/** By command, the field with the oldest macOS that it is for. */
const OLDEST: Readonly<Record<string, RegExp>> = {
  LC_BUILD_VERSION: /^\s*minos (\S+)$/m,
  LC_VERSION_MIN_MACOSX: /^\s*version (\S+)$/m,
}

export function oldestMacos(text: string): string {
  const found = loadCommands(text).flatMap(({ command, fields }) => OLDEST[command]?.exec(fields)?.[1] ?? [])
  return found[0] ?? ''
}

/** C's names have an underscore in front there. */
export const shownSymbols = (symbols: string): string[] => definedSymbols(symbols).map(name => name.replace(/^_/, ''))
