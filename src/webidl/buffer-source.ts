// https://webidl.spec.whatwg.org/#js-buffer-source-types
import { types } from 'node:util'
import { type Converter, show } from './converter.js'

/** A buffer, shared or not, or any view of one. */
export type AllowSharedBufferSource = ArrayBufferLike | ArrayBufferView<ArrayBufferLike>

/** A buffer that is not shared, or any view of one. */
export type BufferSource = ArrayBuffer | ArrayBufferView<ArrayBuffer>

const bufferOf = (source: AllowSharedBufferSource): ArrayBufferLike =>
  ArrayBuffer.isView(source) ? source.buffer : source

/** Whether the value is a buffer or a view, which decides between constructor overloads. */
export const isBufferSource = (value: unknown): value is AllowSharedBufferSource =>
  ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)

/** No type of WebCodecs is [AllowResizable]. */
function rejectResizable(buffer: ArrayBufferLike, context: string): void {
  const resizable = 'growable' in buffer ? buffer.growable : (buffer as { resizable?: boolean }).resizable
  if (resizable) throw new TypeError(`${context} must not be backed by a resizable buffer`)
}

export const allowSharedBufferSource: Converter<AllowSharedBufferSource> = (value, context) => {
  if (!isBufferSource(value)) {
    throw new TypeError(`${context} must be an ArrayBuffer, a SharedArrayBuffer or a view of one, got ${show(value)}`)
  }
  rejectResizable(bufferOf(value), context)
  return value
}

export const bufferSource: Converter<BufferSource> = (value, context) => {
  if (!isBufferSource(value) || types.isSharedArrayBuffer(bufferOf(value))) {
    throw new TypeError(`${context} must be an ArrayBuffer or a view of one, got ${show(value)}`)
  }
  rejectResizable(bufferOf(value), context)
  return value as BufferSource
}

export const arrayBuffer: Converter<ArrayBuffer> = (value, context) => {
  if (!types.isArrayBuffer(value)) throw new TypeError(`${context} must be an ArrayBuffer, got ${show(value)}`)
  rejectResizable(value, context)
  return value
}

/** Whether the buffer behind the source was transferred away. Asks in a way that Node 20 has: a view of it throws. */
export function isDetached(source: AllowSharedBufferSource): boolean {
  const buffer = bufferOf(source)
  if (buffer.byteLength > 0) return false
  try {
    new Uint8Array(buffer)
    return false
  } catch {
    return true
  }
}

/** The bytes of the source, not copied. A detached source has none. */
export function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  if (isDetached(source)) return new Uint8Array()
  if (!ArrayBuffer.isView(source)) return new Uint8Array(source)
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
}

/** What the constructors check of a `transfer` list: throws a DataCloneError for duplicates and detached buffers. */
export function checkTransfer(transfer: ArrayBuffer[], context: string): void {
  if (new Set(transfer).size < transfer.length) {
    throw new DOMException(`${context} names the same ArrayBuffer more than once`, 'DataCloneError')
  }
  if (transfer.some(isDetached)) throw new DOMException(`${context} holds a detached ArrayBuffer`, 'DataCloneError')
}

/** Detaches the buffers (Node 20 has no other way than to clone them away). */
export function detach(buffers: ArrayBuffer[]): void {
  if (buffers.length > 0) structuredClone(null, { transfer: buffers })
}
