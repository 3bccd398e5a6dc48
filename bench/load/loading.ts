/** What loading a file takes in a process of its own, beside an addon that does nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { results, root } from '../paths.js'
import { median } from '../statistics.js'

/** Milliseconds. */
export interface Times {
  wall: number
  cpu: number
}

const ROUNDS = 15

/** Compiles the addon that does nothing. */
export function emptyAddon(): string {
  mkdirSync(results, { recursive: true })
  const file = join(results, 'empty.node')
  const options = process.platform === 'darwin' ? ['-dynamiclib'] : ['-shared', '-fPIC']
  const { status, error } = spawnSync('cc', [...options, '-o', file, join(root, 'bench/load/empty.c')])
  if (status !== 0) throw new Error(`cc cannot compile an addon: ${error?.message ?? status}`)
  return file
}

/** The addon of the package that this process has imported. */
export function loadedAddon(): string {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] }
  const file = sharedObjects.findLast(each => each.endsWith('.node'))
  if (!file) throw new Error('the package has loaded no addon')
  return file
}

/** Those of ours that `npm run build:portable` made for the platform of this one, by flavour. */
export function portableAddons(addon: string): [flavour: string, file: string][] {
  const name = basename(addon)
  const [, platform = ''] = name.split('.')
  const folders = { lgpl: platform, gpl: `${platform}-gpl` }
  const files = Object.entries(folders).map(([flavour, folder]) => [flavour, join(root, 'npm', folder, name)] as const)
  return files.flatMap(([flavour, file]) => (existsSync(file) ? [[flavour, file]] : []))
}

function once(file: string): Times {
  const script = fileURLToPath(new URL('process.js', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${file} cannot be loaded: ${stderr.trim().split('\n').at(-1)}`)
  return JSON.parse(stdout)
}

/** Loads the files in turn, again and again; gives of each the median of what it took more than `base` in the same round. */
export function timesOver(base: string, files: readonly string[]): Times[] {
  const all = [base, ...files]
  for (const file of all) once(file) // from here on they are in the page cache
  const rounds = Array.from({ length: ROUNDS }, () => all.map(once))
  return files.map((_, index) => {
    const more = (clock: keyof Times) =>
      median(
        rounds.map(([basis, ...others]) => (others[index]?.[clock] ?? Number.NaN) - (basis?.[clock] ?? Number.NaN)),
      )
    return { wall: more('wall'), cpu: more('cpu') }
  })
}
