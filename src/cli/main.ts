#!/usr/bin/env node
/** The program `webcodecs-native`. */
import { parseArgs } from 'node:util'
import { NativeLoadError } from '../native/load-error.js'
import { infoText, runtimeInfo } from './info.js'

const USAGE = `Usage: webcodecs-native info [--json]

  info    tells the version, the runtime, the linked FFmpeg, and what its coders can do
          --json: all of it, with the coders that the linked FFmpeg lacks, as JSON`

/** What the arguments ask for is wrong: told in one line, with exit code 2. */
class UsageError extends Error {}

const COMMANDS: Record<string, (options: { json: boolean }) => Promise<string>> = {
  async info({ json }) {
    // Imported no earlier, as it loads the addon, which may fail.
    const { getBuildInfo } = await import('../build-info.js')
    const [info, runtime] = [getBuildInfo(), runtimeInfo()]
    return json ? JSON.stringify({ ...info, runtime }, null, 2) : infoText(info, runtime)
  },
}

/** What to print for the arguments. */
async function answer(args: string[]): Promise<string> {
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

/** Failures that are told by their message alone, and the exit code for them. */
function told(error: unknown): { message: string; exitCode: number } {
  if (error instanceof UsageError) return { message: `webcodecs-native: ${error.message}\n\n${USAGE}`, exitCode: 2 }
  if (error instanceof NativeLoadError) return { message: error.message, exitCode: 1 }
  throw error
}

try {
  console.log(await answer(process.argv.slice(2)))
} catch (error) {
  const { message, exitCode } = told(error)
  console.error(message)
  process.exitCode = exitCode
}
