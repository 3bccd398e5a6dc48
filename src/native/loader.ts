/** Finds and loads the addon: docs/packaging.md tells in which order, docs/troubleshooting.md what can go wrong. */
import type * as Addon from '../../native/index.js'
import { VERSION } from '../version.js'
import { inspect } from './binary.js'
import { type Attempt, NativeLoadError } from './load-error.js'
import { Absent, type Place, placesOf } from './places.js'
import { fits, type Host, thisHost } from './platforms.js'
import { Misfit, OtherVersion } from './problems.js'

/** Loads the first addon that is there. Where that one does not load, no other is taken silently in its stead. */
export function loadAddon(host: Host = thisHost(), places: readonly Place[] = placesOf(host)): typeof Addon {
  const passed: Attempt[] = []
  for (const place of places) {
    let file: string | undefined
    try {
      file = place.find()
      check(file, host)
      return ofOurVersion(place.load(file) as typeof Addon)
    } catch (error) {
      const attempt = { place, file, error }
      if (!(error instanceof Absent) || place === places.at(-1)) throw new NativeLoadError(host, passed, attempt)
      passed.push(attempt)
    }
  }
  throw new TypeError('There is no place to look for the addon in')
}

/** The dynamic linker ends the whole process at a file that is cut off, so files are looked at before. */
function check(file: string, host: Host): void {
  const binary = inspect(file)
  if (!fits(binary, host)) throw new Misfit(binary)
}

function ofOurVersion(addon: typeof Addon): typeof Addon {
  const version = addon.addonVersion?.()
  if (version !== VERSION)
    throw new OtherVersion(`is of version ${version ?? 'unknown'}, and this package of ${VERSION}`)
  return addon
}
