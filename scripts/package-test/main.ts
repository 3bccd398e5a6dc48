/**
 * `npm run test:package`: installs the packages from their tarballs where there is neither FFmpeg nor a compiler nor a
 * network, and encodes and decodes by every codec in every runtime. Ends with one line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { FLAVOURS, type Flavour, GPL_PACKAGE, type MainManifest, platformPackages } from '../packages/table.js'
import { faults, inspect } from '../portable/inspect.js'
import { summary } from '../results.js'
import { installed, NODES } from '../runtimes/programs.js'
import { installProject, pack, type Tarballs } from './project.js'
import { checkPermission, Room } from './room.js'
import { RUNTIMES, type Runtime } from './runtimes.js'
import { ENTRIES, fileNameOf, omission, type Result, roundTrip, together } from './trips.js'

const USAGE = `Usage: npm run test:package -- [--flavour lgpl|gpl|all] [--runtime <name>]

  --flavour   which packages; their addons are those that npm run build:portable made
  --runtime   only the runtimes whose name begins so, e.g. "node 22"`

const root = fileURLToPath(new URL('../../', import.meta.url))
const main: MainManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

function parsed(): { flavours: readonly Flavour[]; runtimes: readonly Runtime[] } {
  const options = { flavour: { type: 'string', default: 'all' }, runtime: { type: 'string', default: '' } } as const
  const { flavour, runtime } = parseArgs({ options }).values
  const flavours = FLAVOURS.filter(each => flavour === 'all' || flavour === each)
  const runtimes = RUNTIMES.filter(({ program }) => program.name.startsWith(runtime))
  if (flavours.length === 0 || runtimes.length === 0) throw new Error(USAGE)
  return { flavours, runtimes }
}

/** The package of this flavour for the platform that the runtimes' programs are for. */
function platformPackage(wanted: Flavour) {
  const own = platformPackages(main).find(
    ({ flavour, os, cpu, libc }) => flavour === wanted && os === 'linux' && cpu === 'x64' && libc === 'glibc',
  )
  if (!own) throw new Error('package.json has no target for Linux on x64 with glibc')
  const folder = join(root, 'npm', own.folder)
  const addon = join(folder, own.addon)
  if (!existsSync(addon)) throw new Error(`${addon} is not there: run npm run build:portable -- --flavour ${wanted}`)
  return { name: own.name, folder, addon }
}

function tarballsOf(flavour: Flavour, room: Room): Tarballs {
  const into = join(room.path, 'tarballs')
  const { name, folder } = platformPackage(flavour)
  const npm = (each: string) => join(root, 'npm', each)
  return {
    wanted: {
      [main.name]: pack(npm('main'), into),
      ...(flavour === 'gpl' ? { [GPL_PACKAGE]: pack(npm('gpl'), into) } : {}),
    },
    optional: { [name]: pack(folder, into) },
  }
}

/** With the oldest Node, which runs npm, whatever else there is to be. */
function makeRoom(runtimes: readonly Runtime[]): Room {
  const room = new Room(join(root, 'target', 'package-test'))
  for (const program of new Set([NODES[0], ...runtimes.map(({ program }) => program)]))
    room.add(installed(program), fileNameOf(program))
  const globalModules = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' }).stdout.trim()
  cpSync(join(globalModules, 'npm'), join(room.path, 'npm'), { recursive: true })
  return room
}

/** Two projects: one as it should be, and one without what is optional. */
function installFlavour(room: Room, flavour: Flavour): void {
  const tarballs = tarballsOf(flavour, room)
  for (const [name, options] of [
    [flavour, []],
    [`${flavour}-omitted`, ['--omit=optional']],
  ] as const) {
    installProject(room, fileNameOf(NODES[0]), name, tarballs, options)
    cpSync(join(root, 'scripts/package-test/inside'), join(room.path, name), { recursive: true })
    cpSync(join(root, 'node_modules/mediabunny'), join(room.path, name, 'node_modules/mediabunny'), { recursive: true })
  }
}

function addonResult(flavour: Flavour): Result {
  const inspection = inspect(platformPackage(flavour).addon, [])
  const { bytes, needed, glibc } = inspection
  const what = `${(bytes / 1e6).toFixed(1)} MB, needs ${needed.join(' ')}, glibc ${glibc}`
  const found = faults(inspection, flavour)
  return { where: `${flavour}, addon`, what, passed: found.length === 0 ? 1 : 0, faults: found }
}

function roomResult(room: Room): Result {
  const faults = room.foreign().map(file => `has ${file}`)
  return { where: 'room', what: 'no FFmpeg, no compiler', passed: faults.length === 0 ? 1 : 0, faults }
}

function* results(): Generator<Result> {
  const { flavours, runtimes } = parsed()
  checkPermission()
  const room = makeRoom(runtimes)
  yield roomResult(room)
  for (const flavour of flavours) {
    yield addonResult(flavour)
    room.add(platformPackage(flavour).addon, 'addon')
    installFlavour(room, flavour)
    for (const runtime of runtimes) {
      for (const entry of Object.keys(ENTRIES) as (keyof typeof ENTRIES)[]) {
        yield roundTrip(room, runtime, flavour, entry)
      }
      yield omission(room, runtime, flavour)
    }
  }
  if (flavours.length > 1) for (const runtime of runtimes) yield together(room, runtime, flavours)
}

const counts = { passed: 0, failed: 0 }
for (const { where, what, passed, faults } of results()) {
  console.log(`${where.padEnd(20)} ${what.padEnd(16)} ${passed} passed, ${faults.length} failed`)
  for (const fault of faults) console.log(`  ${fault}`)
  counts.passed += passed
  counts.failed += faults.length
}
console.log(summary(counts))
process.exitCode = counts.failed > 0 ? 1 : 0
