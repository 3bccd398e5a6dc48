/**
 * Calls a user's callback. What it throws is reported as an uncaught exception, as WebIDL asks ("report"), and does not
 * reach the codec, which goes on with its next output.
 */
export function invoke<Args extends unknown[]>(callback: (...args: Args) => unknown, ...args: Args): void {
  try {
    callback.call(undefined, ...args)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
