/** What llvm-readobj tells of an addon for Windows. */

/** The names in the blocks that begin so; blocks end with a brace in the first column. */
const names = (text: string, block: string): string[] =>
  [...text.matchAll(new RegExp(`^${block} \\{\\n([^]*?)^\\}`, 'gm'))].flatMap(
    ([, fields = '']) => /^ {2}Name: (.+)$/m.exec(fields)?.[1] ?? [],
  )

export const importedLibraries = (text: string): string[] => [...names(text, 'Import'), ...names(text, 'DelayImport')]

export const exportedSymbols = (text: string): string[] => names(text, 'Export')
