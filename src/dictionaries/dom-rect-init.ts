// https://drafts.csswg.org/geometry-1/#dictdef-domrectinit
import type { Converted, Idl } from '../webidl/converter.js'
import { dictionary, optional } from '../webidl/dictionary.js'
import { unrestrictedDouble } from '../webidl/primitives.js'

export const DOMRectInit = dictionary('DOMRectInit', {
  x: optional(unrestrictedDouble, 0),
  y: optional(unrestrictedDouble, 0),
  width: optional(unrestrictedDouble, 0),
  height: optional(unrestrictedDouble, 0),
})
export type DOMRectInit = Idl<typeof DOMRectInit>
export type Rect = Converted<typeof DOMRectInit>
