/** What an addon is made of, for its notices and its bill of materials. */

export interface Component {
  name: string
  version: string
  /** An SPDX expression. */
  licence: string
  /** A package URL. */
  purl: string
  /** Where its source is to be had, in words. */
  origin: string
  /** The files of its source, by names or URLs. */
  sources: readonly { location: string; sha256: string }[]
  /** Its licence's texts as its makers give them. */
  texts: readonly string[]
  /** What else has to be known of its terms. */
  note?: string
}
