/** Versions of glibc: what addons may ask for, and what this machine has. */
import { output } from './run.js'
import { compareNumbers } from './versions.js'

/** What the oldest systems have that Node runs on. */
export const OLDEST_GLIBC = '2.28'

/** Empty on a machine with another libc. */
export function glibcOfMachine(): string {
  try {
    return output(['getconf', 'GNU_LIBC_VERSION']).trim().replace('glibc ', '')
  } catch {
    return ''
  }
}

/** Whether what is linked with this glibc may ask for more than the oldest one has. */
export const isNewGlibc = (version: string): boolean => compareNumbers(version, OLDEST_GLIBC) > 0
