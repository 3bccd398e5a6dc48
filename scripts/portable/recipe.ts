/** What a library's recipe tells. */
import type { Flavour } from '../packages/table.js'
import type { System } from './systems.js'

export { FLAVOURS, type Flavour } from '../packages/table.js'

/** An archive of its makers', known by its hash. */
export interface Pin {
  version: string
  url: string
  sha256: string
}

/** Where a build happens. Paths are absolute, with slashes; those of a key are placeholders. */
export interface Site {
  flavour: Flavour
  system: System
  /** As `process.arch`. */
  processor: string
  /** The unpacked source, which is not written to. */
  source: string
  /** An empty folder to work in. */
  work: string
  /** What is to become the installed tree: files go to `${destination}${PREFIX}`. */
  destination: string
  /** How many processes may run. */
  jobs: string
}

/** The prefix that libraries are told, which is no folder of the machine: nothing that is built names one. */
export const PREFIX = '/portable'

/** A command, below the working folder when it says where. Standard input is for `ar -M`. */
export interface Step {
  run: readonly string[]
  in?: string | undefined
  input?: string | undefined
}

export interface Recipe {
  /** Also the key of its upstream release in pins.ts. */
  name: string
  /** An SPDX expression. */
  licence: string
  /** Texts in its source that its terms ask to be passed on. */
  licenceFiles: readonly string[]
  /** The name of Debian's source package. */
  debian: string
  flavours: readonly Flavour[]
  /** Recipes whose results are linked to or looked for. */
  needs: readonly string[]
  tools: readonly string[]
  /** The static libraries that must come out. */
  archives: readonly string[]
  steps: (site: Site) => Step[]
}
