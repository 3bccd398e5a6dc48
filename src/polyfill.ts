/** Importing this module gives globalThis the WebCodecs interfaces that it lacks. */
import * as webcodecs from './index.js'

for (const [name, value] of Object.entries(webcodecs)) {
  if (name in globalThis) continue
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true })
}
