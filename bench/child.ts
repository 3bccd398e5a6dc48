/** A measured process: one contender, one row, once. */
import { load } from './contenders.js'
import type { Job, Measurement } from './row.js'
import { ROWS } from './rows/index.js'

/** What the process is told on its command line, as JSON. */
export interface Order {
  row: string
  /** The file to import for the contender. */
  entry: string
  job: Job
}

/** What it answers. */
export type Answer = { measurement: Measurement } | { error: string }

async function work(): Promise<Answer> {
  const order: Order = JSON.parse(process.argv[2] ?? '')
  const row = ROWS.find(({ name }) => name === order.row)
  if (!row) return { error: `there is no row ${order.row}` }
  try {
    return { measurement: await row.measure(await load(order.entry), order.job, order.entry) }
  } catch (error) {
    return { error: String(error) }
  }
}

const answer = await work()
// A contender may keep the process alive; what counts is measured.
process.send?.(answer, () => process.exit(0))
