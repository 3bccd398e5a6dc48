/** What holds for a platform's package as a whole, as an SPDX expression: our own code and all that is linked into it. */
import type { Flavour } from './table.js'

/** Beside MIT, which comes first. */
const TERMS: Record<Flavour, readonly string[]> = {
  lgpl: ['BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'LGPL-2.0-or-later', 'LGPL-2.1-or-later', 'WTFPL'],
  gpl: ['BSD-2-Clause', 'BSD-3-Clause', 'GPL-2.0-or-later', 'ISC', 'LGPL-2.0-or-later', 'WTFPL'],
}

/** What compilers put in, by system: MinGW-w64's C runtime and threads. */
const ADDED: Readonly<Record<string, readonly string[]>> = { win32: ['BSD-3-Clause-Clear', 'ZPL-2.1'] }

export const licenceOf = (flavour: Flavour, platform: string): string =>
  ['MIT', ...[...TERMS[flavour], ...(ADDED[platform] ?? [])].sort()].join(' AND ')
