#!/usr/bin/env node
/** The program `webcodecs-native`. */
import { parseArgs } from 'node:util'
import { getBuildInfo } from '../build-info.js'
import { infoText, runtimeInfo } from './info.js'

const USAGE = `Usage: webcodecs-native info [--json]

  info    tells the version, the runtime, the linked FFmpeg, and what its coders can do
          --json: all of it, with the coders that the linked FFmpeg lacks, as JSON`

/** What the arguments ask for is wrong: told in one line, with exit code 2. */
class UsageError extends Error {}

const COMMANDS: Record<string, (options: { json: boolean }) => string> = {
  info({ json }) {
    const [info, runtime] = [getBuildInfo(), runtimeInfo()]
    return json ? JSON.stringify({ ...info, runtime }, null, 2) : infoText(info, runtime)
  },
}

/** What to print for the arguments. */
function answer(args: string[]): string {
  const { help, json, positionals } = parsed(args)
  const [name, ...rest] = positionals
  if (help) return USAGE
  if (name === undefined) throw new UsageError('a command is missing')
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw new UsageError(`unknown command '${name}'`)
  if (rest.length > 0) throw new UsageError(`${name} takes no argument, got '${rest[0]}'`)
  return command({ json })
}

function parsed(args: string[]): { help: boolean; json: boolean; positionals: string[] } {
  const options = {
    help: { type: 'boolean', short: 'h', default: false },
    json: { type: 'boolean', default: false },
  } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { ...values, positionals }
  } catch (error) {
    const [what = ''] = (error as Error).message.split('. ', 1) // the rest is about how to write odd arguments
    throw new UsageError(what)
  }
}

try {
  console.log(answer(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`webcodecs-native: ${error.message}\n\n${USAGE}`)
  process.exitCode = 2
}
