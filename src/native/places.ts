/** Where the addon may be, in the order in which it is looked for. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Host, type Platform, platformOf, tripleOf } from './platforms.js'

const require = createRequire(import.meta.url)

export const VARIABLE = 'WEBCODECS_NATIVE_PATH'
export const PACKAGE = 'webcodecs-native'
export const GPL_PACKAGE = 'webcodecs-native-gpl'

export interface Place {
  name: string
  /** The file of the addon. Throws Absent where the place has none, and anything else where something is wrong. */
  find: () => string
  /** Loads that file. */
  load: (file: string) => unknown
  /** What to do when that file is of no use. */
  renew: string
}

/** There is nothing in a place, which is no fault: the next one may have it. */
export class Absent extends Error {}

/** The package of GPL coders is installed and does not have its part for this platform. */
export class Incomplete extends Error {}

/** With the variable set there is only that one. A platform without packages has only what was built there. */
export function placesOf(host: Host, variable = ownVariable()): [Place, ...Place[]] {
  if (variable) return [namedFile(variable)]
  const platform = platformOf(host)
  return [localBuild(tripleOf(host)), ...(platform ? [gplPackage(platform), platformPackage(platform)] : [])]
}

/** Deno may forbid to read it: then it is as if it were not set. */
function ownVariable(): string | undefined {
  try {
    return process.env[VARIABLE]
  } catch {
    return undefined
  }
}

const namedFile = (variable: string): Place => ({
  name: VARIABLE,
  find: () => existing(resolve(variable)),
  load: require,
  renew: `Have ${VARIABLE} name a *.node file that is built for this platform and this version, or unset it.`,
})

const localBuild = (triple: string): Place => ({
  name: 'local build',
  find: () => existing(fileURLToPath(new URL(`../../native/${PACKAGE}.${triple}.node`, import.meta.url))),
  load: require,
  renew: 'Build it again in the checkout: npm run build.',
})

const gplPackage = ({ triple }: Platform): Place => ({
  name: `${GPL_PACKAGE}-${triple}`,
  find: () => {
    const main = resolved(() => require.resolve(`${GPL_PACKAGE}/package.json`))
    try {
      // Found from there, as package managers that keep packages apart show it to nobody else.
      return createRequire(main).resolve(`${GPL_PACKAGE}-${triple}`)
    } catch (cause) {
      throw new Incomplete(`not installed, though ${GPL_PACKAGE} is`, { cause })
    }
  },
  load: require,
  renew: `Delete node_modules and install again, with ${GPL_PACKAGE} at the version of ${PACKAGE}.`,
})

const platformPackage = ({ triple, resolve, load }: Platform): Place => ({
  name: `${PACKAGE}-${triple}`,
  find: () => resolved(resolve),
  load,
  renew: 'Delete node_modules and install again.',
})

function existing(file: string): string {
  if (!existsSync(file)) throw new Absent(`not there (${file})`)
  return file
}

function resolved(resolve: () => string): string {
  try {
    return resolve()
  } catch (cause) {
    throw new Absent('not installed', { cause })
  }
}
