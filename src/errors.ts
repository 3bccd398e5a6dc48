/** Kinds of failure that the native side tells apart, and the DOMException names of the specification for them. */
const NAMES = {
  unsupported: 'NotSupportedError',
  coding: 'EncodingError',
  quota: 'QuotaExceededError',
} as const

/** A failure as the native side reports it. */
export interface NativeError {
  kind: keyof typeof NAMES
  message: string
}

export const toException = ({ kind, message }: NativeError): DOMException => new DOMException(message, NAMES[kind])

export const abortError = (message: string): DOMException => new DOMException(message, 'AbortError')

export const dataError = (message: string): DOMException => new DOMException(message, 'DataError')

export const invalidStateError = (message: string): DOMException => new DOMException(message, 'InvalidStateError')

export const notSupportedError = (message: string): DOMException => new DOMException(message, 'NotSupportedError')
