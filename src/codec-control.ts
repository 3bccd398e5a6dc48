import { setImmediate } from 'node:timers'
import { abortError, invalidStateError, toException } from './errors.js'
import { EventHandler } from './event-handler.js'
import { invoke } from './invoke.js'
import { type News, type Open, type OutputEvent, Run, type Session } from './run.js'

/** WebCodecs, "CodecState". */
export type CodecState = 'unconfigured' | 'configured' | 'closed'

/** What the codec classes add to the state machine they share. */
export interface CodecTraits<S, Entry, Output> {
  /** The interface's name, for messages. */
  readonly name: string
  /** Starts a native session. */
  readonly open: Open<S, Output>
  /** Hands an output of the configuration `entry` to the user. */
  readonly deliver: (output: Output, entry: Entry) => void
  /** Frees an output that nobody will see. Must not hold the codec. */
  readonly discard: (output: Output) => void
  /** The user's error callback. */
  readonly error: (exception: DOMException) => void
}

interface PendingFlush {
  resolve(): void
  reject(exception: DOMException): void
}

/**
 * The state of a codec and the algorithms on it that VideoEncoder, VideoDecoder, AudioEncoder and AudioDecoder have in
 * common (WebCodecs, sections 3 to 6). The control message queue is the native session's command queue: it does not
 * exist twice. Events of the session arrive on the JavaScript thread in order, so a flush is resolved after its outputs
 * without counting them.
 */
export class CodecControl<S extends Session<Config>, Config, Entry, Output extends OutputEvent> {
  readonly ondequeue: EventHandler
  /** [[key chunk required]] of decoders. */
  keyChunkRequired = true

  readonly #target: EventTarget
  readonly #traits: CodecTraits<S, Entry, Output>
  readonly #flushes: PendingFlush[] = []
  #state: CodecState = 'unconfigured'
  #queueSize = 0
  #dequeueScheduled = false
  #run: Run<S, Config, Entry, Output> | undefined

  constructor(target: EventTarget, traits: CodecTraits<S, Entry, Output>) {
    this.#target = target
    this.#traits = traits
    this.ondequeue = new EventHandler(target, 'dequeue')
  }

  get state(): CodecState {
    return this.#state
  }

  /** Encode or decode requests that work has not begun on. */
  get queueSize(): number {
    return this.#queueSize
  }

  /** Steps 2 to 6 of configure(): queues `config`, whose outputs will come with `entry`. */
  configure(config: Config, entry: Entry): void {
    this.#assertNotClosed('configure')
    this.#state = 'configured'
    this.keyChunkRequired = true
    this.#run ??= this.#start()
    this.#run.configure(config, entry)
  }

  /** The entry of the last configure(). InvalidStateError when the codec is not configured. */
  assertConfigured(method: string): Entry {
    return this.#configuredRun(method).latest
  }

  /** Counts one encode or decode request and queues it. */
  enqueue(method: string, command: (session: S) => void): void {
    this.#configuredRun(method).send(command)
    this.#queueSize += 1
  }

  /** Throws InvalidStateError; its caller makes that a rejection. */
  flush(): Promise<void> {
    const run = this.#configuredRun('flush')
    this.keyChunkRequired = true
    return new Promise((resolve, reject) => {
      run.send(session => session.flush())
      this.#flushes.push({ resolve, reject })
    })
  }

  reset(): void {
    this.#assertNotClosed('reset')
    this.#end('unconfigured', abortError(`${this.#traits.name}.reset() was called`))
  }

  close(): void {
    this.#assertNotClosed('close')
    this.#end('closed', abortError(`${this.#traits.name}.close() was called`))
  }

  /** The algorithms "Reset VideoEncoder" and "Close VideoEncoder" and their siblings, but for the error callback. */
  #end(state: CodecState, exception: DOMException): void {
    this.#state = state
    this.#run?.end()
    this.#run = undefined
    if (this.#queueSize > 0) {
      this.#queueSize = 0
      this.#scheduleDequeueEvent()
    }
    for (const flush of this.#flushes.splice(0)) flush.reject(exception)
  }

  #fail(exception: DOMException): void {
    this.#end('closed', exception)
    invoke(this.#traits.error, exception)
  }

  #start(): Run<S, Config, Entry, Output> {
    const { open, discard } = this.#traits
    return new Run(open, (news, entry) => this.#receive(news, entry), discard)
  }

  /** False when nobody may hear of it any more. */
  #receive(news: News<Output>, entry: Entry): boolean {
    const run = this.#run
    if (news.type !== 'dequeued') this.#fireDequeueEvent()
    if (this.#run !== run) return false // a listener has ended it
    switch (news.type) {
      case 'output':
        this.#traits.deliver(news, entry)
        break
      case 'dequeued':
        this.#queueSize -= 1
        this.#scheduleDequeueEvent()
        break
      case 'flushed':
        this.#flushes.shift()?.resolve()
        break
      case 'failed':
        this.#fail(toException(news))
    }
    return true
  }

  /** One event for all decreases until it is fired: soon, and before what comes after them is heard. */
  #scheduleDequeueEvent(): void {
    if (this.#dequeueScheduled) return
    this.#dequeueScheduled = true
    setImmediate(() => this.#fireDequeueEvent())
  }

  /** The flag falls first, so that a decrease made by a listener is not lost. */
  #fireDequeueEvent(): void {
    if (!this.#dequeueScheduled) return
    this.#dequeueScheduled = false
    this.#target.dispatchEvent(new Event('dequeue'))
  }

  #configuredRun(method: string): Run<S, Config, Entry, Output> {
    if (this.#run) return this.#run
    throw invalidStateError(`${this.#traits.name}.${method}(): the codec is ${this.#state}`)
  }

  #assertNotClosed(method: string): void {
    if (this.#state === 'closed') throw invalidStateError(`${this.#traits.name}.${method}(): the codec is closed`)
  }
}
