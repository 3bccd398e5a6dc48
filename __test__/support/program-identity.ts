/** What tells one build of a program from another: the files of the program and of the libraries that it is linked with. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A hash of the size and the time of each of the files, for programs of the PATH; undefined where they are not known, as
 * without ldd. The names of the libraries are kept in the folder for as long as the program's file stays what it is.
 */
export function identityIn(folder: string): (program: string) => Promise<string | undefined> {
  const known = new Map<string, Promise<string | undefined>>()
  return program => {
    const identity = known.get(program) ?? identify(program, folder)
    known.set(program, identity)
    return identity
  }
}

async function identify(program: string, folder: string): Promise<string | undefined> {
  const file = (process.env.PATH ?? '')
    .split(delimiter)
    .map(directory => join(directory, program))
    .find(existsSync)
  if (!file) return undefined
  const own = stamp(file)
  const list = join(folder, `${program}.libraries`)
  const [listed, ...names] = existsSync(list) ? (await readFile(list, 'utf8')).split('\n') : []
  const libraries = listed === own && names.every(existsSync) ? names : await librariesOf(file)
  if (libraries.length === 0) return undefined
  if (libraries !== names) {
    await mkdir(folder, { recursive: true })
    await writeFile(list, [own, ...libraries].join('\n'))
  }
  return createHash('sha256')
    .update([own, ...libraries.map(stamp)].join('\n'))
    .digest('hex')
}

function stamp(path: string): string {
  const file = realpathSync(path)
  const { size, mtimeMs } = statSync(file)
  return `${file} ${size} ${mtimeMs}`
}

/** None where there is no ldd, and of files that are no dynamic programs. */
async function librariesOf(file: string): Promise<string[]> {
  const { stdout } = await run('ldd', [file]).catch(() => ({ stdout: '' }))
  return Array.from(stdout.matchAll(/(\/\S+) \(0x/g), ([, path = '']) => path)
}
