/** Writes the tables of coders into the README, from the engine's own; with --check only says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { getBuildInfo } from '../index.js'
import { audioCoders, type Table, videoDecoders, videoEncoders } from '../src/cli/tables.js'
import { between } from './markers.js'

const README = 'README.md'

function markdown({ head, rows }: Table): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

const info = getBuildInfo()
const tables = [videoEncoders, videoDecoders, audioCoders].map(table => markdown(table(info)))
const written = readFileSync(README, 'utf8')
const wanted = between(written, 'codec-table', tables.join('\n\n'))
if (!process.argv.includes('--check')) {
  writeFileSync(README, wanted)
} else if (written !== wanted) {
  console.error(`The codec table in ${README} is out of date: run npm run format.`)
  process.exitCode = 1
}
