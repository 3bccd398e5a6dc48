import { hold, release } from './keep-alive.js'
import type { CodecEvent } from './native.js'
import { oneByOne } from './one-by-one.js'

/** What the native sessions of all codecs can be told. Every call only queues. */
export interface Session<Config> {
  configure(config: Config): void
  flush(): void
  /** Cancels: nothing is heard of the session afterwards. */
  close(): void
}

/** An output of a codec. Other members are the codec's. */
export interface OutputEvent {
  type: 'output'
}

/** What native sessions report, in order. */
export type SessionEvent<Output> = CodecEvent | Output

/** What is left of it for the codec: the run itself minds when a configuration takes effect and when nothing is left to do. */
export type News<Output> = Exclude<CodecEvent, { type: 'configured' | 'idle' }> | Output

/** Starts a native session that calls back on the JavaScript thread. Events of quick work come several at a time. */
export type Open<S, Output> = (onEvents: (events: readonly SessionEvent<Output>[]) => void) => S

/**
 * One native session with what JavaScript remembers of it: from the first configure() to the next reset(), close() or
 * failure. Each configure() has an entry, and `entry` is the one that the outputs now arriving belong to.
 */
export class Run<S extends Session<Config>, Config, Entry, Output extends OutputEvent> {
  readonly #session: S
  readonly #receive: (news: News<Output>, entry: Entry) => boolean
  readonly #coming: Entry[] = []
  #entry: Entry | undefined
  #sent = 0
  #ended = false

  constructor(
    open: Open<S, Output>,
    receive: (news: News<Output>, entry: Entry) => boolean,
    discard: (output: Output) => void,
  ) {
    this.#receive = receive
    this.#session = open(weakListener(new WeakRef(this), discard))
  }

  /** The entry of the last configure(), in force for what is sent next. */
  get latest(): Entry {
    return (this.#coming.at(-1) ?? this.#entry) as Entry
  }

  configure(config: Config, entry: Entry): void {
    this.send(session => session.configure(config))
    this.#coming.push(entry)
  }

  /** Queues one command. The run stays alive until the session reports that it is done. */
  send(command: (session: S) => void): void {
    command(this.#session)
    this.#sent += 1
    hold(this)
  }

  /** Cancels everything; what still arrives is thrown away. */
  end(): void {
    this.#ended = true
    this.#session.close()
    release(this)
  }

  /** False when nobody may hear of the event any more. */
  hears(event: SessionEvent<Output>): boolean {
    if (this.#ended) return false
    if (event.type === 'configured') this.#entry = this.#coming.shift()
    else if (event.type === 'idle') this.#rest(event.handled)
    else return this.#receive(event, this.#entry as Entry)
    return true
  }

  #rest(handled: number): void {
    if (handled === this.#sent) release(this)
  }
}

/**
 * The native side holds its callback strongly, so the callback holds the run weakly: a codec that is idle and forgotten
 * can be collected. One at work cannot, as keep-alive holds its run.
 */
function weakListener<Output extends OutputEvent>(
  run: WeakRef<Pick<Run<never, never, never, Output>, 'hears'>>,
  discard: (output: Output) => void,
): (events: readonly SessionEvent<Output>[]) => void {
  return oneByOne(
    event => {
      if (!run.deref()?.hears(event) && event.type === 'output') discard(event)
    },
    ({ type }) => type === 'output' || type === 'flushed',
  )
}
