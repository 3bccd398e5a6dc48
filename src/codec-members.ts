// The members that WebIDL declares alike for VideoEncoder, VideoDecoder, AudioEncoder and AudioDecoder.
import type { CodecState } from './codec-control.js'
import type { EventHandler } from './event-handler.js'
import { promising } from './webidl/interface.js'

/** `Self` is the interface that has them. */
export interface CodecMembers<Self> {
  /** "unconfigured", "configured" or "closed". */
  readonly state: CodecState

  /** Handler of the `dequeue` event, which is fired after the queue size has fallen. */
  ondequeue: ((this: Self, event: Event) => unknown) | null

  /**
   * Resolves when everything before it was worked off and the output callback has returned for the last output; after
   * that a decoder wants a key chunk. Rejects with an InvalidStateError when not configured, with an AbortError after
   * reset() or close(), and with what the error callback gets when the codec fails.
   */
  flush(): Promise<void>

  /**
   * Drops the configuration and all work; no more outputs of it come.
   * @throws InvalidStateError when closed.
   */
  reset(): void

  /**
   * Drops all work and frees the codec, for good. Outputs that were given out stay usable.
   * @throws InvalidStateError when closed already.
   */
  close(): void
}

export interface EncoderMembers<Self> extends CodecMembers<Self> {
  /** The number of calls of encode() that work has not begun on. */
  readonly encodeQueueSize: number
}

export interface DecoderMembers<Self> extends CodecMembers<Self> {
  /** The number of calls of decode() that work has not begun on. */
  readonly decodeQueueSize: number
}

/** The state machine behind them. */
interface Control {
  readonly state: CodecState
  readonly queueSize: number
  readonly ondequeue: EventHandler
  flush(): Promise<void>
  reset(): void
  close(): void
}

/**
 * Gives a codec class the members, on its own prototype: a base class would stand between it and EventTarget.
 * `controlOf` reads a private slot, and so makes the brand check of each of them.
 */
export function defineCodecMembers<T extends object>(
  { prototype }: { prototype: T },
  queueSize: 'encodeQueueSize' | 'decodeQueueSize',
  controlOf: (codec: T) => Control,
): void {
  const members: CodecMembers<T> & ThisType<T> = {
    get state() {
      return controlOf(this).state
    },
    get ondequeue() {
      return controlOf(this).ondequeue.value as never
    },
    set ondequeue(handler) {
      controlOf(this).ondequeue.value = handler
    },
    get [queueSize]() {
      return controlOf(this).queueSize
    },
    flush() {
      return promising(() => controlOf(this).flush())
    },
    reset() {
      controlOf(this).reset()
    },
    close() {
      controlOf(this).close()
    },
  }
  Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(members))
}
