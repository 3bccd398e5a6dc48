/** Writes the table of coders into the README, from the engine's own; with --check only says whether it is up to date. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { between } from './markers.js'

const README = 'README.md'

const table = execFileSync('cargo', ['run', '--quiet', '--package', 'webcodecs-engine', '--example', 'codec_table'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
const written = readFileSync(README, 'utf8')
const wanted = between(written, 'codec-table', table)
if (!process.argv.includes('--check')) {
  writeFileSync(README, wanted)
} else if (written !== wanted) {
  console.error(`The codec table in ${README} is out of date: run npm run format.`)
  process.exitCode = 1
}
