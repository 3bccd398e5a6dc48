/** The table and what it says of the targets. */
import { BEST_PEER, FFMPEG, OURS, type Row, type Target } from './row.js'
import type { Result } from './runner.js'
import { median, pairedRatio } from './statistics.js'

/** A ratio of 1 is met from here on. */
const EQUAL = 0.95

export interface Verdict {
  target: string
  /** Undefined when there is nothing to compare with. */
  met?: boolean
}

export interface RowReport {
  row: string
  work: string
  unit: string
  results: (Result & { median: number; ratioToOurs?: number; details: Record<string, number> })[]
  verdicts: Verdict[]
}

const values = (result: Result): number[] => result.runs.map(({ value }) => value)

/** How many times better ours is: above 1 is better whatever the unit. */
function advantage(row: Row, ours: Result, theirs: Result): number {
  const ratio = pairedRatio(values(ours), values(theirs))
  return row.better === 'higher' ? ratio : 1 / ratio
}

/** Medians of the further figures, and the quality. */
function detailsOf(result: Result): Record<string, number> {
  const runs = result.runs.flatMap(({ details }) => (details ? [details] : []))
  const names = Object.keys(runs[0] ?? {})
  return Object.fromEntries(names.map(name => [name, median(runs.map(run => run[name] ?? Number.NaN))]))
}

/** Who failed or did less than all of the work is none. */
function bestPeer(row: Row, results: Result[]): Result | undefined {
  const peers = results.filter(
    ({ contender, runs, error }) => contender !== OURS && contender !== FFMPEG && runs.length > 0 && !error,
  )
  const sign = row.better === 'higher' ? -1 : 1
  return peers.sort((a, b) => sign * (median(values(a)) - median(values(b))))[0]
}

function verdict(row: Row, target: Target, results: Result[]): Verdict {
  const ours = results.find(({ contender }) => contender === OURS)
  if ('than' in target) {
    const other =
      target.than === BEST_PEER ? bestPeer(row, results) : results.find(({ contender }) => contender === target.than)
    const text = `${target.times} x ${target.than}`
    if (!ours || !other?.runs.length) return { target: text }
    const ratio = advantage(row, ours, other)
    return { target: `${text}: ${ratio.toFixed(2)}`, met: ratio >= (target.times === 1 ? EQUAL : target.times) }
  }
  const figure = ours && (target.detail ? detailsOf(ours)[target.detail] : median(values(ours)))
  const name = target.detail ?? row.unit
  const bound = 'atMost' in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`
  if (figure === undefined || Number.isNaN(figure)) return { target: `${name} ${bound}` }
  const least = 'atLeast' in target && target.atLeast === 1 ? EQUAL : 'atLeast' in target ? target.atLeast : 0
  const met = 'atMost' in target ? figure <= target.atMost : figure >= least
  return { target: `${name} ${bound}: ${short(figure)}`, met }
}

const figuresText = (figures: Record<string, number>): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${exact(value)}`)
    .join(', ')

/** Whether speed is bought with quality: ours beside the other packages' at equal size. */
function qualityVerdicts({ judging }: Row, results: Result[]): Verdict[] {
  const ours = results.find(({ contender }) => contender === OURS)?.quality
  return results.flatMap(({ contender, atOurSize }) => {
    if (!ours || !judging || !atOurSize || contender === FFMPEG) return []
    const better = Object.fromEntries(
      Object.entries(ours.figures).map(([name, value]) => [name, value - (atOurSize.figures[name] ?? Number.NaN)]),
    )
    const met = Object.entries(better).every(([name, by]) => by >= -(judging.unnoticed[name] ?? 0))
    return [{ target: `quality beside ${contender} at equal size: ${figuresText(better)} better`, met }]
  })
}

export function report(row: Row, results: Result[]): RowReport {
  const ours = results.find(({ contender }) => contender === OURS)
  const { name, work, unit } = row
  return {
    row: name,
    work,
    unit,
    results: results.map(result => ({
      ...result,
      median: median(values(result)),
      ...(ours && ours !== result && result.runs.length > 0 ? { ratioToOurs: advantage(row, ours, result) } : {}),
      details: detailsOf(result),
    })),
    verdicts: [...row.targets.map(target => verdict(row, target, results)), ...qualityVerdicts(row, results)],
  }
}

function short(value: number): string {
  if (Number.isNaN(value)) return '-'
  if (Number.isInteger(value)) return String(value)
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

const exact = (value: number): string => String(Number(value.toPrecision(4)))

const MARK = { true: 'met', false: 'MISSED', undefined: 'not compared' } as const

function notes(result: RowReport['results'][number]): string {
  const { details, quality, atOurSize, sameBytes, disturbed, error, runs } = result
  const parts = Object.entries(details).map(([name, value]) => `${name} ${short(value)}`)
  if (quality) parts.push(`${(quality.bytes / 1e3).toFixed(0)} kB, ${figuresText(quality.figures)}`)
  if (atOurSize && atOurSize.bytes !== quality?.bytes) {
    parts.push(`near our size (${(atOurSize.bytes / 1e3).toFixed(0)} kB): ${figuresText(atOurSize.figures)}`)
  }
  if (sameBytes !== undefined) parts.push(sameBytes ? 'the same bytes as ours' : 'NOT the same bytes as ours')
  if (disturbed > 0) parts.push(`${disturbed} of ${runs.length} runs on a busy machine`)
  if (error) parts.push(`failed after ${runs.length} runs: ${error}`)
  return parts.join(', ')
}

/** One row as lines of text. */
export function format({ work, unit, results, verdicts }: RowReport): string {
  const lines = results.map(result => {
    const figure = `${short(result.median)} ${unit}`.padStart(12)
    const ratio = result.ratioToOurs === undefined ? '' : `ours is ${result.ratioToOurs.toFixed(2)} x`
    return `  ${result.contender.padEnd(20)}${figure}  ${ratio.padEnd(16)} ${notes(result)}`.trimEnd()
  })
  const marks = verdicts.map(({ target, met }) => `  ${MARK[`${met}`]}: ${target}`)
  return [work, ...lines, ...marks].join('\n')
}
