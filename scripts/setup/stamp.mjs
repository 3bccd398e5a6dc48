// @ts-check
/** Build stamps: a build is skipped while the contents of what it reads are the ones it was last made from. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * A hash of the names and contents of all files under `paths`, and of `facts` that are in no file.
 * A path that does not exist counts as empty.
 *
 * @param {string} root
 * @param {readonly string[]} paths files and folders below `root`
 * @param {readonly string[]} [facts]
 */
export function digest(root, paths, facts = []) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(each => filesUnder(root, each))) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest(),
    )
  }
  for (const fact of facts) hash.update(`${fact}\0`)
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap(name => filesUnder(root, `${path}/${name}`))
}

/** @param {string} file */
export const readStamp = file => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/**
 * @param {string} file
 * @param {string} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, stamp)
}
