// @ts-check
/**
 * Are the installed packages the ones that package-lock.json asks for?
 *
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/**
 * Compares package-lock.json with node_modules/.package-lock.json, which npm writes when it has installed everything.
 * Optional packages (those of other platforms) may be absent.
 *
 * @param {Lock} wanted
 * @param {Lock} installed
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '') return true
    const found = installed.packages[path]
    return found ? found.version === entry.version : entry.optional === true
  })
}
