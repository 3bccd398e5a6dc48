/** The command line of the example. */
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { CODECS, type Codec, extensionFor } from './containers.js'
import { UserError } from './user-error.js'

export const USAGE = `Usage: npm run demo [-- [--codec ${CODECS.join('|')}] [input-file [output-file]]]`

/** Where files go that the user did not name. */
export const OUTPUT_DIRECTORY = 'demo-output'

export interface Options {
  /** Undefined: render a clip of our own first. */
  input: string | undefined
  output: string | undefined
  codec: Codec | undefined
  help: boolean
}

export function parseOptions(args: string[]): Options {
  const { values, positionals } = parse(args)
  const [input, output, ...rest] = positionals
  if (rest.length > 0) throw new UserError(`One input and one output file at most, please. ${USAGE}`)
  return { input, output, codec: codecNamed(values.codec), help: values.help }
}

function parse(args: string[]) {
  try {
    const options = { codec: { type: 'string' }, help: { type: 'boolean', default: false } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    // Node's message goes on to explain its own conventions after the first sentence.
    const [sentence] = (error as Error).message.split('. ')
    throw new UserError(`${sentence}. ${USAGE}`)
  }
}

function codecNamed(name: string | undefined): Codec | undefined {
  const codec = CODECS.find(each => each === name)
  if (name !== undefined && !codec)
    throw new UserError(`There is no codec "${name}" here; choose ${CODECS.join(', ')}.`)
  return codec
}

/** The output for an input when the user named none: beside the other results, named after the input and the codec. */
export function defaultOutput(input: string, codec: Codec = 'vp9'): string {
  return join(OUTPUT_DIRECTORY, `${basename(input, extname(input))}-${codec}${extensionFor(codec)}`)
}
