/** Finds and loads the addon: docs/packaging.md tells in which order, docs/troubleshooting.md what can go wrong. */
import { createRequire } from 'node:module'
import type * as Addon from '../../native/index.js'
import { VERSION } from '../version.js'
import { inspect } from './binary.js'
import { type Attempt, NativeLoadError } from './load-error.js'
import { Absent, type Place, placesOf } from './places.js'
import { fits, type Host, thisHost } from './platforms.js'
import { Misfit, OtherVersion } from './problems.js'

const require = createRequire(import.meta.url)

/** Loads the first addon that is there. Where that one does not load, no other is taken silently in its stead. */
export function loadAddon(host: Host = thisHost(), places: readonly Place[] = placesOf(host)): typeof Addon {
  const passed: Attempt[] = []
  for (const place of places) {
    let file: string | undefined
    try {
      file = place.find()
      return open(file, host)
    } catch (error) {
      const attempt = { place, file, error }
      if (!(error instanceof Absent) || place === places.at(-1)) throw new NativeLoadError(host, passed, attempt)
      passed.push(attempt)
    }
  }
  throw new TypeError('There is no place to look for the addon in')
}

function open(file: string, host: Host): typeof Addon {
  // The dynamic linker ends the whole process at a file that is cut off, so files are looked at before.
  const binary = inspect(file)
  if (!fits(binary, host)) throw new Misfit(binary)
  const addon = require(file)
  const version = addon.addonVersion?.()
  if (version !== VERSION)
    throw new OtherVersion(`is of version ${version ?? 'unknown'}, and this package of ${VERSION}`)
  return addon
}
