/** Importing this module gives globalThis the WebCodecs interfaces that it lacks. */
import * as webcodecs from './index.js'

/** The names of interfaces begin with a capital; functions are additions of ours. */
const isInterface = (name: string): boolean => /^[A-Z]/.test(name)

for (const [name, value] of Object.entries(webcodecs)) {
  if (!isInterface(name) || name in globalThis) continue
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true })
}
