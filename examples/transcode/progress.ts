/** A progress bar that a terminal sees move and a log file sees as a line now and then. */

const BAR_WIDTH = 30
const TERMINAL_INTERVAL = 100
const LOG_INTERVAL = 2000

/** Minutes and seconds, with hours where there are any: `0:07`, `12:30`, `1:02:03`. */
export function formatTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const two = (number: number) => String(number).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** One line for `done` frames of `total` after `seconds`. */
export function formatProgress(done: number, total: number, seconds: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0
  const filled = Math.round(share * BAR_WIDTH)
  const bar = '#'.repeat(filled) + '-'.repeat(BAR_WIDTH - filled)
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 ? `${formatTime((total - done) / rate)} left` : 'starting'
  return `[${bar}] ${percent(share)}  ${done}/${total} frames  ${rate.toFixed(1)} fps  ${left}`
}

const percent = (share: number) => `${Math.floor(share * 100)}%`.padStart(4)

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

export class Progress {
  readonly #total: number
  readonly #stream: Stream
  readonly #started = performance.now()
  #shown: number

  constructor(total: number, stream: Stream = process.stderr) {
    this.#total = total
    this.#stream = stream
    this.#shown = this.#started
  }

  /** To be called after each frame; shows something only when the last time is long enough ago. */
  update(done: number): void {
    const interval = this.#stream.isTTY ? TERMINAL_INTERVAL : LOG_INTERVAL
    if (performance.now() - this.#shown >= interval) this.#show(done)
  }

  /** Shows the last state and leaves the line. */
  end(done: number): void {
    this.#show(done)
    if (this.#stream.isTTY) this.#stream.write('\n')
  }

  #show(done: number): void {
    this.#shown = performance.now()
    const line = formatProgress(done, this.#total, (this.#shown - this.#started) / 1000)
    this.#stream.write(this.#stream.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
  }
}
