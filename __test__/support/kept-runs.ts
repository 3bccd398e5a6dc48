/**
 * Runs of programs, kept by all that their results depend on: the program itself, the arguments, and the bytes of the files
 * that these name. So nothing is asked twice of the same bytes, in this process or in a later one, and no answer is ever
 * about other bytes.
 */
import { createHash } from 'node:crypto'
import { existsSync, type Stats, statSync } from 'node:fs'
import { mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, isAbsolute, join } from 'node:path'

export interface Run {
  stdout: Buffer
  stderr: Buffer
}

/** Runs a program; rejects when it fails. */
export type Execute = (program: string, args: string[]) => Promise<Run>

interface Keeping {
  /** Where runs are kept, each in a file whose time is that of its last use. */
  folder: string
  /** What tells one build of a program from another. Where that is unknown nothing is kept. */
  identity: (program: string) => Promise<string | undefined>
}

/** Longer results, in bytes, are made again each time. */
const LONGEST = 1 << 25

/** The same function, which reads what it has made before. Programs that fail are run again. */
export function keeping(execute: Execute, { folder, identity }: Keeping): Execute {
  return async (program, args) => {
    const [build, named] = await Promise.all([identity(program), Promise.all(args.map(look))])
    const inputs = named.flatMap(({ input }) => input ?? [])
    const outputs = named.flatMap(({ output }) => output ?? [])
    if (build === undefined || named.some(({ key }) => key === undefined)) return execute(program, args)
    const place = join(folder, digest(JSON.stringify([build, program, named.map(({ key }) => key)])))
    const kept = existsSync(place) ? unpacked(await readFile(place)) : undefined
    if (kept) {
      const [stdout, stderr, ...contents] = kept as [Buffer, Buffer, ...Buffer[]]
      const now = new Date()
      const written = outputs.map((path, i) => writeFile(path, contents[i] as Buffer))
      await Promise.all([utimes(place, now, now), ...written])
      return { stdout, stderr }
    }
    const { stdout, stderr } = await execute(program, args)
    if (inputs.every(isUntouched) && outputs.every(isFile)) {
      const contents = await Promise.all(outputs.map(path => readFile(path)))
      await keep(place, [stdout, stderr, ...contents])
    }
    return { stdout, stderr }
  }
}

interface Argument {
  /** What a result depends on; undefined where it may depend on files that the argument names among other things. */
  key: string[] | undefined
  input?: Input
  output?: string
}

interface Input {
  path: string
  before: Stats
}

/** A file that is there is an input; a path where there is none yet is an output. */
async function look(argument: string): Promise<Argument> {
  if (isFile(argument)) {
    const before = statSync(argument)
    const content = digest(await readFile(argument))
    return { key: ['input', extname(argument), content], input: { path: argument, before } }
  }
  if (isAbsolute(argument) && !existsSync(argument) && existsSync(dirname(argument))) {
    return { key: ['output', basename(argument)], output: argument }
  }
  return { key: argument.includes(tmpdir()) || isAbsolute(argument) ? undefined : ['word', argument] }
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** Not so if it was an output in truth, and has been written over. */
function isUntouched({ path, before }: Input): boolean {
  const { mtimeMs, size } = statSync(path)
  return mtimeMs === before.mtimeMs && size === before.size
}

const digest = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

/** Other processes see the whole file or none. */
async function keep(place: string, parts: Buffer[]): Promise<void> {
  const lengths = parts.map(({ length }) => length)
  if (lengths.reduce((sum, length) => sum + length) > LONGEST) return
  await mkdir(dirname(place), { recursive: true })
  const own = `${place}.${process.pid}.${unique++}`
  await writeFile(own, Buffer.concat([Buffer.from(`${JSON.stringify(lengths)}\n`), ...parts]))
  await rename(own, place)
}

let unique = 0

function unpacked(bytes: Buffer): Buffer[] {
  let at = bytes.indexOf('\n') + 1
  const lengths: number[] = JSON.parse(bytes.toString('utf8', 0, at))
  return lengths.map(length => {
    at += length
    return Buffer.from(bytes.subarray(at - length, at)) // in memory of its own, aligned
  })
}
