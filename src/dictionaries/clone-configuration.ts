// https://w3c.github.io/webcodecs/#clone-config
import { type AllowSharedBufferSource, bytesOf, isBufferSource } from '../webidl/buffer-source.js'
import { isObject } from '../webidl/converter.js'

/** A copy of the bytes: a buffer for a buffer, a Uint8Array for any view. */
function cloneBytes(source: AllowSharedBufferSource): AllowSharedBufferSource {
  const copy = bytesOf(source).slice()
  return ArrayBuffer.isView(source) ? copy : copy.buffer
}

/** A deep copy of a converted dictionary, which holds the members that its type knows and nothing else. */
export function cloneConfiguration<T>(value: T): T {
  if (isBufferSource(value)) return cloneBytes(value) as T
  if (Array.isArray(value)) return value.map(cloneConfiguration) as T
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cloneConfiguration(member)])) as T
}
