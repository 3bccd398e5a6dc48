/** The command line of the example. */
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { AUDIO_CODECS, type Choice, extensionFor, VIDEO_CODECS } from './containers.js'
import { UserError } from './user-error.js'

const SOUND = [...AUDIO_CODECS, 'none'] as const

export const USAGE = [
  'Usage: npm run demo',
  `[-- [--codec ${VIDEO_CODECS.join('|')}] [--audio ${SOUND.join('|')}] [input-file [output-file]]]`,
].join(' ')

/** Where files go that the user did not name. */
export const OUTPUT_DIRECTORY = 'demo-output'

export interface Options extends Choice {
  /** Undefined: render a clip of our own first. */
  input: string | undefined
  output: string | undefined
  help: boolean
}

export function parseOptions(args: string[]): Options {
  const { values, positionals } = parse(args)
  const [input, output, ...rest] = positionals
  if (rest.length > 0) throw new UserError(`One input and one output file at most, please. ${USAGE}`)
  const { help } = values
  return { input, output, video: oneOf(VIDEO_CODECS, values.codec), audio: oneOf(SOUND, values.audio), help }
}

function parse(args: string[]) {
  try {
    const options = {
      codec: { type: 'string' },
      audio: { type: 'string' },
      help: { type: 'boolean', default: false },
    } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    // Node's message goes on to explain its own conventions after the first sentence.
    const [sentence] = (error as Error).message.split('. ')
    throw new UserError(`${sentence}. ${USAGE}`)
  }
}

function oneOf<Name extends string>(names: readonly Name[], name: string | undefined): Name | undefined {
  const found = names.find(each => each === name)
  if (name !== undefined && !found) throw new UserError(`There is no "${name}" here; choose ${names.join(', ')}.`)
  return found
}

/** The output for an input when the user named none: beside the other results, named after the input and the codec. */
export function defaultOutput(input: string, choice: Choice): string {
  const { video = 'vp9' } = choice
  return join(OUTPUT_DIRECTORY, `${basename(input, extname(input))}-${video}${extensionFor(choice)}`)
}
