/** The runs of the package in a room, and what comes of them. */
import { join } from 'node:path'
import type { Flavour } from '../packages/table.js'
import type { Program } from '../runtimes/programs.js'
import { faults } from './judge.js'
import type { Ended, Room } from './room.js'
import type { Runtime } from './runtimes.js'

/** A row of the table: what was tried, how much of it passed, and what did not. */
export interface Result {
  where: string
  what: string
  passed: number
  faults: string[]
}

export const ENTRIES = { 'ES module': 'esm.mjs', CommonJS: 'cjs.cjs', 'worker thread': 'worker.mjs' }

/** What a program is called in a room. */
export const fileNameOf = ({ name }: Program): string => name.replace(' ', '-')

function runScript(room: Room, { program, args, env }: Runtime, script: string, itsArgs: string[]): Ended {
  return room.run(fileNameOf(program), [...args, script, ...itsArgs], env)
}

/** Encodes and decodes by every codec of the flavour; each is one that passes or fails. */
export function roundTrip(room: Room, runtime: Runtime, flavour: Flavour, entry: keyof typeof ENTRIES): Result {
  const folder = `/results/${flavour}/${fileNameOf(runtime.program)}/${ENTRIES[entry]}`
  const ended = runScript(room, runtime, `/${flavour}/${ENTRIES[entry]}`, [flavour, folder])
  const judged = faults(flavour, join(room.path, folder))
  return resultOf(`${flavour}, ${runtime.program.name}`, entry, ended, judged)
}

/** Several flavours in one process at once: no symbol of one addon's FFmpeg may be taken for another's. */
export function together(room: Room, runtime: Runtime, flavours: readonly Flavour[]): Result {
  const folder = `/results/together/${fileNameOf(runtime.program)}`
  const ended = runScript(room, runtime, `/${flavours[0]}/together.mjs`, [folder, ...flavours])
  const judged = flavours.flatMap(flavour =>
    [...faults(flavour, join(room.path, folder, flavour))].map(
      ([name, fault]) => [`${flavour}-${name}`, fault] as const,
    ),
  )
  return resultOf(`one process, ${runtime.program.name}`, flavours.join(' and '), ended, new Map(judged))
}

/** What the loader has to call it when optional dependencies were left out. */
const OMISSION: Record<Flavour, string> = { lgpl: 'not-installed', gpl: 'gpl-package-incomplete' }

/** Loads what is not there; each way to load it has to give the error that says so. */
export function omission(room: Room, runtime: Runtime, flavour: Flavour): Result {
  const { failingWays } = runtime
  const ended = runScript(room, runtime, `/${flavour}-omitted/omitted.mjs`, [OMISSION[flavour], ...failingWays])
  const expected = new Map(failingWays.map(way => [way, undefined]))
  return resultOf(`${flavour}, ${runtime.program.name}`, '--omit=optional', ended, expected)
}

/** The run has to say of each thing that it is done, and nothing else may be wrong with it. */
function resultOf(where: string, what: string, ended: Ended, judged: ReadonlyMap<string, string | undefined>): Result {
  const said = new Map([...ended.stdout.matchAll(/^([\w-]+): (.*)$/gm)].map(([, name = '', text = '']) => [name, text]))
  const faulty = [...judged].flatMap(([name, fault]) => {
    const text = said.get(name) ?? 'was not reached'
    return text !== 'done' ? [`${name}: ${text}`] : fault ? [`${name}: ${fault}`] : []
  })
  const unexplained = [...said].filter(([name, text]) => !judged.has(name) && text !== 'done')
  const end = ended.status === 0 ? [] : [`ended with ${ended.status}: ${ended.stderr.trim().slice(-500)}`]
  const faults = [...faulty, ...unexplained.map(([name, text]) => `${name}: ${text}`), ...end]
  return { where, what, passed: judged.size - faulty.length, faults }
}
