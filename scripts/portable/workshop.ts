/** Builds recipes, each once: a result is kept under the hash of all that it was made from. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join, sep } from 'node:path'
import { type Flavour, PREFIX, type Recipe, type Site } from './recipe.js'
import { BuildError, run } from './run.js'
import type { Provider, Source } from './source.js'
import { type System, systemOf } from './systems.js'
import { toolsOn, toolVersion } from './tools.js'

/** A built library. */
export interface Built {
  recipe: Recipe
  source: Source
  /** With include, lib and lib/pkgconfig. */
  tree: string
}

export interface Workshop {
  /** Results, and what is being worked on. */
  folder: string
  logs: string
  provider: Provider
  flavour: Flavour
}

/** Code and data of each function in sections of their own, which the linker can leave out; no path of the machine. */
const compilerFlags = ({ flags }: System, source: string): string =>
  ['-O3', ...flags, '-ffunction-sections', '-fdata-sections', `-ffile-prefix-map=${source}=.`].join(' ')

/** The machine that this runs on, as recipes are told. */
const here = (): Pick<Site, 'system' | 'processor'> => ({
  system: systemOf(process.platform),
  processor: process.arch,
})

/** With slashes, which every system takes. */
const slashed = (path: string): string => path.split(sep).join('/')

/** Builds the recipes in their order, which is that of their needs. */
export async function buildAll(workshop: Workshop, recipes: readonly Recipe[]): Promise<Built[]> {
  const built = new Map<string, Built>()
  for (const recipe of recipes) {
    const needs = withTheirs(recipe, built)
    const started = performance.now()
    const source = await workshop.provider(recipe)
    const key = contentKey(recipe, workshop.flavour, source, needs)
    const tree = join(workshop.folder, 'trees', `${recipe.name}-${key.slice(0, 16)}`)
    const isThere = existsSync(tree)
    if (!isThere) await build(workshop, { recipe, source, tree }, needs)
    built.set(recipe.name, { recipe, source, tree })
    const seconds = Math.round((performance.now() - started) / 1000)
    console.log(`${recipe.name} ${source.version}: ${isThere ? 'is there' : `built in ${seconds} s`}`)
  }
  return [...built.values()]
}

/** The results that a recipe needs, directly or not. */
function withTheirs({ name, needs }: Recipe, built: ReadonlyMap<string, Built>): Built[] {
  const all = needs.flatMap(need => {
    const found = built.get(need)
    if (!found) throw new BuildError(`${name} needs ${need}, which stands behind it in the table.`)
    return [...withTheirs(found.recipe, built), found]
  })
  return [...new Set(all)]
}

/** Follows from the recipe with its commands, its source, the results that it needs, and the tools. */
export function contentKey(recipe: Recipe, flavour: Flavour, source: Source, needs: readonly Built[]): string {
  const places = { source: '@source', work: '@work', destination: '@destination', jobs: '@jobs' }
  const site: Site = { flavour, ...here(), ...places }
  const facts = {
    steps: recipe.steps(site),
    flags: [
      compilerFlags(site.system, '@source'),
      site.system.flagsOfC,
      ...Object.entries(site.system.environment).flat(),
    ],
    files: source.files,
    needs: needs.map(({ tree }) => tree.slice(tree.lastIndexOf('-'))),
    tools: toolsOn(site.processor, recipe.tools).map(tool => toolVersion(site.system, tool)),
    machine: [process.platform, process.arch],
  }
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

async function build(workshop: Workshop, { recipe, source, tree }: Built, needs: readonly Built[]): Promise<void> {
  const log = join(workshop.logs, `${recipe.name}-${workshop.flavour}.log`)
  const work = join(workshop.folder, 'work', `${recipe.name}-${workshop.flavour}`)
  const destination = `${work}.destination`
  for (const folder of [work, destination]) rmSync(folder, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  rmSync(log, { force: true })
  console.log(`${recipe.name} ${source.version}: building (${log})`)
  const jobs = String(availableParallelism())
  const [from, to] = [slashed(source.folder), slashed(destination)]
  const site: Site = { flavour: workshop.flavour, ...here(), source: from, work: slashed(work), destination: to, jobs }
  const env = environment(site, needs)
  for (const step of recipe.steps(site)) {
    const cwd = join(work, step.in ?? '')
    mkdirSync(cwd, { recursive: true })
    await run([...site.system.launcher, ...step.run], { cwd, log, env, input: step.input })
  }
  const result = join(destination, PREFIX)
  for (const archive of recipe.archives) {
    const file = join(result, 'lib', `lib${archive}.a`)
    if (!existsSync(file)) throw new BuildError(`${recipe.name}: the build gave no lib${archive}.a; see ${log}`)
  }
  makeRelocatable(join(result, 'lib', 'pkgconfig'))
  mkdirSync(join(workshop.folder, 'trees'), { recursive: true })
  renameSync(result, tree)
  for (const folder of [work, destination]) rmSync(folder, { recursive: true, force: true })
}

/** Finds what the recipe needs and nothing of the system's. */
function environment({ system, source }: Site, needs: readonly Built[]): NodeJS.ProcessEnv {
  const flags = compilerFlags(system, source)
  const paths = (folder: string) => needs.map(({ tree }) => slashed(join(tree, folder))).join(delimiter)
  // An empty list would mean the folder at hand.
  const search = needs.length > 0 ? { CPATH: paths('include'), LIBRARY_PATH: paths('lib') } : {}
  return {
    ...process.env,
    ...system.environment,
    CFLAGS: `${flags} ${system.flagsOfC}`.trimEnd(),
    CXXFLAGS: flags,
    PKG_CONFIG_LIBDIR: paths('lib/pkgconfig'),
    PKG_CONFIG_PATH: '',
    // For libraries without a .pc file.
    ...search,
  }
}

function makeRelocatable(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    writeFileSync(file, relocated(readFileSync(file, 'utf8')))
  }
}

/** A .pc file that tells of its tree wherever that lies: variables begin with the folder of the file, not the prefix. */
export const relocated = (text: string): string =>
  text.replace(new RegExp(`^(\\w+=)(?:C:)?${PREFIX}(?=/|$)`, 'gm'), '$1$${pcfiledir}/../..')
