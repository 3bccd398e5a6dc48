/** Runs contenders in turn. */
import { fork } from 'node:child_process'
import type { Answer, Order } from './child.js'
import { quiet } from './quiet.js'
import { FFMPEG, type Job, type Measurement, OURS, type Quality, type Row } from './row.js'

export interface Contender {
  name: string
  /** The file to import; none for the ffmpeg program. */
  entry?: string
}

/** What a contender did in a row. */
export interface Result {
  contender: string
  runs: Measurement[]
  /** Runs that began while other programs were busy. */
  disturbed: number
  /** Why a run failed; there are none after it. */
  error?: string
  /** Of the first run's encoded stream. */
  quality?: Quality
  /** The same when the bitrate is changed until the size is ours. */
  atOurSize?: Quality
  /** Whether the ffmpeg program wrote the very bytes that we did. */
  sameBytes?: boolean
}

/** Milliseconds after which a run counts as hung. */
const LIMIT = 120_000
/** Sizes that differ by less count as equal. */
const EQUAL_SIZE = 0.02
const ATTEMPTS = 4

/** One run of one contender. Throws when it fails. */
async function once(child: string, row: Row, contender: Contender, bitrateFactor: number): Promise<Measurement> {
  const job: Job = { contender: contender.name, bitrateFactor }
  if (!contender.entry) {
    if (!row.program) throw new Error('not for the ffmpeg program')
    return row.program(job)
  }
  const order: Order = { row: row.name, entry: contender.entry, job }
  const answer = await ask(child, order)
  if ('error' in answer) throw new Error(answer.error)
  return answer.measurement
}

function ask(child: string, order: Order): Promise<Answer> {
  return new Promise(resolve => {
    const worker = fork(child, [JSON.stringify(order)], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let complaint = ''
    worker.stderr?.on('data', data => {
      complaint = `${complaint}${data}`.slice(-300)
    })
    const timer = setTimeout(() => {
      worker.kill('SIGKILL')
      resolve({ error: `no result after ${LIMIT / 1000} s` })
    }, LIMIT)
    let answer: Answer | undefined
    worker.on('message', message => {
      answer = message as Answer
    })
    worker.on('exit', (code, signal) => {
      clearTimeout(timer)
      const [reason = ''] = complaint.trim().split('\n').slice(-1)
      resolve(answer ?? { error: `ended with ${signal ?? code}: ${reason}` })
    })
  })
}

/** Measures a row: the contenders one after the other, `runs` times, each round beginning with the next one. */
export async function measure(child: string, row: Row, contenders: Contender[], runs: number): Promise<Result[]> {
  const taking = contenders.filter(({ entry }) => entry || row.program)
  const results = taking.map(({ name }): Result => ({ contender: name, runs: [], disturbed: 0 }))
  for (let round = 0; round < runs; round += 1) {
    for (let turn = 0; turn < taking.length; turn += 1) {
      const index = (round + turn) % taking.length
      const [contender, result] = [taking[index], results[index]]
      // Who hung or failed is not asked again.
      if (!contender || !result || result.error) continue
      if (!(await quiet())) result.disturbed += 1
      try {
        result.runs.push(await once(child, row, contender, 1))
      } catch (error) {
        result.error = error instanceof Error ? error.message : String(error)
      }
    }
  }
  await compareQuality(child, row, taking, results)
  return results
}

async function compareQuality(child: string, row: Row, contenders: Contender[], results: Result[]): Promise<void> {
  for (const result of results) {
    const file = result.runs[0]?.encoded
    if (!file || !row.judging) continue
    try {
      result.quality = await row.judging.judge(file)
    } catch (error) {
      result.error = `cannot be judged: ${error}`
    }
  }
  const ours = results.find(({ contender }) => contender === OURS)
  if (!ours?.quality) return
  const { bytes, digest } = ours.quality
  for (const [index, result] of results.entries()) {
    const contender = contenders[index]
    if (!result.quality || !contender || result === ours) continue
    if (result.contender === FFMPEG && !row.otherSettings) result.sameBytes = result.quality.digest === digest
    try {
      result.atOurSize = await atSize(child, row, contender, result.quality, bytes)
    } catch (error) {
      result.error = `at another bitrate: ${error}`
    }
  }
}

/** Encodes again at other bitrates until the result has `bytes` bytes, or as near as it gets. */
async function atSize(
  child: string,
  row: Row,
  contender: Contender,
  quality: Quality,
  bytes: number,
): Promise<Quality> {
  let factor = 1
  let best = quality
  const distance = (size: number) => Math.abs(size / bytes - 1)
  let last = quality
  for (let attempt = 0; attempt < ATTEMPTS && distance(best.bytes) > EQUAL_SIZE; attempt += 1) {
    factor *= bytes / last.bytes
    const { encoded } = await once(child, row, contender, factor)
    if (!encoded || !row.judging) break
    const before = last.bytes
    last = await row.judging.judge(encoded)
    if (distance(last.bytes) < distance(best.bytes)) best = last
    // A codec without a bitrate, or a package that ignores it.
    if (last.bytes === before) break
  }
  return best
}
