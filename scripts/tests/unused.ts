import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Removes the files of a folder whose time of change is before that one, in milliseconds. */
export function removeOlder(folder: string, than: number): void {
  if (!existsSync(folder)) return
  for (const path of readdirSync(folder).map(name => join(folder, name))) {
    if (statSync(path).mtimeMs < than) rmSync(path)
  }
}
