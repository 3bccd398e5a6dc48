/** The command line. */
import { parseArgs } from 'node:util'
import { root } from './paths.js'

export interface Options {
  /** Package names to compare with. */
  against: string[]
  /** The folder whose node_modules has them. */
  peers: string
  /** Names of rows; all when empty. */
  only: string[]
  runs: number
}

export const USAGE = `npm run bench -- [--against <package> …] [--peers <folder>] [--only <row> …] [--runs <number>]

  --against  other WebCodecs packages to measure beside ours, e.g. --against node-webcodecs @napi-rs/webcodecs
  --peers    the folder whose node_modules has them; this checkout when not given
  --only     rows to measure; all when not given
  --runs     runs of each contender in turn, 5 when not given`

/** Throws an Error with a message for the user. */
export function readOptions(args: string[]): Options {
  const { values, tokens } = parseArgs({
    args,
    allowPositionals: true,
    tokens: true,
    options: {
      against: { type: 'string', multiple: true, default: [] },
      peers: { type: 'string', default: root },
      only: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string', default: '5' },
    },
  })
  const runs = Number(values.runs)
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a whole number from 1, not ${values.runs}`)
  // A bare word belongs to the list option before it.
  const lists = { against: [...values.against], only: [...values.only] }
  let list: string[] | undefined
  for (const token of tokens) {
    if (token.kind === 'option')
      list = token.name === 'against' || token.name === 'only' ? lists[token.name] : undefined
    else if (token.kind === 'positional') {
      if (!list) throw new Error(`"${token.value}" follows no --against or --only`)
      list.push(token.value)
    }
  }
  return { against: lists.against, only: lists.only, peers: values.peers, runs }
}
