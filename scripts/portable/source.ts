/** Sources, unpacked, and where they are from. */
import type { Recipe } from './recipe.js'

export interface SourceFile {
  name: string
  sha256: string
  /** Where it was downloaded, unless a distribution has it on many mirrors. */
  url?: string
}

export interface Source {
  name: string
  version: string
  /** A package URL. */
  purl: string
  /** Where anybody gets it, in words. */
  origin: string
  /** All files that it consists of, patches included. */
  files: readonly SourceFile[]
  /** The unpacked folder. */
  folder: string
}

/** Gets the source of a recipe, unless it is there. */
export type Provider = (recipe: Recipe) => Promise<Source>
