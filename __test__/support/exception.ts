/** ava's expectation of a DOMException, which ava does not take for an error by itself. */
export const exception = (name: string, message?: RegExp) =>
  ({ any: true, instanceOf: DOMException, name, ...(message && { message }) }) as const
