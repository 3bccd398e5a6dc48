/** `npm run build:portable`: FFmpeg and the codec libraries from source, and addons that need nothing else. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type MainManifest, platformPackages } from '../packages/table.js'
import { type Addon, buildAddon, hostTarget } from './addon.js'
import { contents } from './contents.js'
import { debian } from './debian.js'
import { faults, glibcOfMachine, type Inspection, inspect, WANTED_GLIBC } from './inspect.js'
import { licenceOfAll } from './licences.js'
import { notices } from './notices.js'
import { FLAVOURS, type Flavour } from './recipe.js'
import { recipesOf } from './recipes.js'
import { BuildError } from './run.js'
import { sbom } from './sbom.js'
import type { Provider } from './source.js'
import { installTools, toolsOf } from './tools.js'
import { upstream } from './upstream.js'
import { type Built, buildAll, type Workshop } from './workshop.js'

const USAGE = `Usage: npm run build:portable -- [--flavour lgpl|gpl|all] [--provider debian|upstream]

  --flavour    lgpl: without x264 and x265, the default; gpl: with them
  --provider   where sources come from: Debian's source packages, the default, or pinned releases`

/** What the arguments ask for is wrong. */
class UsageError extends Error {}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = join(root, 'target', 'portable')
const logs = join(folder, 'logs')

/** Where sources come from, and the programs that getting them takes. */
const PROVIDERS: Record<string, { tools: string[]; start: () => Provider }> = {
  debian: { tools: ['dpkg-source'], start: () => debian(join(folder, 'debian'), logs) },
  upstream: { tools: ['tar'], start: () => upstream(join(folder, 'upstream'), logs) },
}

function parsed(args: string[]) {
  const options = {
    flavour: { type: 'string', default: 'lgpl' },
    provider: { type: 'string', default: 'debian' },
  } as const
  try {
    const { flavour, provider } = parseArgs({ args, options }).values
    const flavours = FLAVOURS.filter(each => flavour === 'all' || flavour === each)
    if (flavours.length === 0) throw new UsageError(`unknown flavour '${flavour}'`)
    const found = Object.hasOwn(PROVIDERS, provider) ? PROVIDERS[provider] : undefined
    if (!found) throw new UsageError(`unknown provider '${provider}'`)
    return { flavours, provider: found }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function build(flavour: Flavour, provider: Provider): Promise<void> {
  const started = performance.now()
  const workshop: Workshop = { folder, logs, provider, flavour }
  const built = await buildAll(workshop, recipesOf(flavour))
  console.log(`addon, ${flavour}: linking`)
  const addon = await buildAddon(workshop, root, built)
  const inspection = inspect(addon.file, [root, homedir()])
  report(flavour, inspection)
  const wrong = faults(inspection, flavour, glibcOfMachine())
  if (wrong.length > 0) throw new BuildError(`${addon.file} is not as it should be: ${wrong.join('; ')}.`)
  pack(flavour, addon, built)
  console.log(`${flavour}: done in ${Math.round((performance.now() - started) / 1000)} s`)
}

function report(flavour: Flavour, { bytes, needed, exported, glibc }: Inspection): void {
  const named = glibc === '' ? 'no versioned symbol of glibc' : `glibc ${glibc} (wanted: at most ${WANTED_GLIBC})`
  console.log(`addon, ${flavour}: ${(bytes / 1e6).toFixed(1)} MB; needs ${needed.join(', ')}; ${named}`)
  console.log(`addon, ${flavour}: shows ${exported.join(', ')}`)
}

/** Puts the addon, its notices and its bill of materials into the package's folder. */
function pack(flavour: Flavour, addon: Addon, built: readonly Built[]): void {
  const components = contents(root, hostTarget(), built)
  const manifest: MainManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const own = platformPackages(manifest).find(each => each.flavour === flavour && each.addon === addon.name)
  if (!own) throw new BuildError(`package.json has no target for ${addon.name}.`)
  const { name, licence } = own
  const found = licenceOfAll(components)
  if (found !== licence) {
    throw new BuildError(`scripts/packages/licences.ts says '${licence}' of ${flavour}, its contents say '${found}'.`)
  }
  const into = join(root, 'npm', own.folder)
  mkdirSync(into, { recursive: true })
  copyFileSync(addon.file, join(into, addon.name))
  const sha256 = createHash('sha256').update(readFileSync(addon.file)).digest('hex')
  const { version } = manifest
  writeFileSync(join(into, 'THIRD_PARTY_NOTICES'), notices(`${name} ${version}`, licence, components))
  writeFileSync(join(into, 'sbom.cdx.json'), sbom({ name, version, licence, sha256 }, components))
  console.log(`npm/${own.folder}: ${addon.name}, THIRD_PARTY_NOTICES and sbom.cdx.json are written`)
}

try {
  const { flavours, provider } = parsed(process.argv.slice(2))
  installTools(toolsOf(flavours.flatMap(recipesOf), provider.tools))
  const sources = provider.start()
  for (const flavour of flavours) await build(flavour, sources)
} catch (error) {
  if (!(error instanceof BuildError || error instanceof UsageError)) throw error
  console.error(error instanceof UsageError ? `build:portable: ${error.message}\n\n${USAGE}` : error.message)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
