/** Speed and memory beside the ffmpeg program and other packages: `npm run bench`, see options.ts. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { makeSounds } from './audio/make.js'
import { makeClips } from './clips.js'
import { compileChild } from './compile.js'
import { entryOf } from './contenders.js'
import { type Options, readOptions, USAGE } from './options.js'
import { results } from './paths.js'
import { format, type RowReport, report } from './report.js'
import { FFMPEG, OURS } from './row.js'
import { AUDIO_ROWS, ROWS, VIDEO_ROWS } from './rows/index.js'
import { type Contender, measure } from './runner.js'

function chosenRows({ only }: Options) {
  const names = ROWS.map(({ name }) => name)
  const unknown = only.filter(name => !names.includes(name))
  if (unknown.length > 0) throw new Error(`no row is called ${unknown.join(', ')}; there are ${names.join(', ')}`)
  return ROWS.filter(({ name }) => only.length === 0 || only.includes(name))
}

const contendersOf = ({ against, peers }: Options): Contender[] => [
  { name: OURS, entry: entryOf(OURS, peers) },
  { name: FFMPEG },
  ...against.map(name => ({ name, entry: entryOf(name, peers) })),
]

function write(date: string, options: Options, rows: RowReport[]): string {
  mkdirSync(results, { recursive: true })
  const file = join(results, `${date.replace(/[:.]/g, '-')}.json`)
  const machine = { processors: availableParallelism(), model: cpus()[0]?.model, node: process.version }
  writeFileSync(file, JSON.stringify({ date, machine, runs: options.runs, rows }, null, 2))
  return file
}

async function bench(options: Options): Promise<void> {
  const date = new Date().toISOString()
  const rows = chosenRows(options)
  const contenders = contendersOf(options)
  if (rows.some(row => VIDEO_ROWS.includes(row))) makeClips()
  if (rows.some(row => AUDIO_ROWS.includes(row))) await makeSounds()
  const child = compileChild()
  const reports: RowReport[] = []
  let file = ''
  for (const row of rows) {
    const found = report(row, await measure(child, row, contenders, options.runs))
    console.log(`${format(found)}\n`)
    reports.push(found)
    file = write(date, options, reports)
  }
  console.log(`JSON: ${file}`)
}

try {
  await bench(readOptions(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(USAGE)
  process.exitCode = 1
}
