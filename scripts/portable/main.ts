/** `npm run build:portable`: FFmpeg and the codec libraries from source, and addons that need nothing else. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type MainManifest, packageFor } from '../packages/table.js'
import { buildAddon, hostTarget } from './addon.js'
import { contents } from './contents.js'
import { faults, type Inspection, inspect } from './inspect.js'
import { licenceOfAll } from './licences.js'
import { notices } from './notices.js'
import { checkOrigin, originNamed } from './providers.js'
import { FLAVOURS, type Flavour } from './recipe.js'
import { recipesOf } from './recipes.js'
import { BuildError } from './run.js'
import { RUNTIMES } from './runtimes.js'
import { sbom } from './sbom.js'
import type { Provider } from './source.js'
import { type System, systemOf } from './systems.js'
import { installTools, toolsOf } from './tools.js'
import { type Built, buildAll, type Workshop } from './workshop.js'

const USAGE = `Usage: npm run build:portable -- [--flavour lgpl|gpl|all] [--provider debian|upstream]

  --flavour    lgpl: without x264 and x265, the default; gpl: with them
  --provider   where sources come from: Debian's source packages, the default, or pinned releases`

/** What the arguments ask for is wrong. */
class UsageError extends Error {}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = join(root, 'target', 'portable')
const logs = join(folder, 'logs')

function parsed(args: string[]) {
  const options = {
    flavour: { type: 'string', default: 'lgpl' },
    provider: { type: 'string', default: 'debian' },
  } as const
  try {
    const { flavour, provider } = parseArgs({ args, options }).values
    const flavours = FLAVOURS.filter(each => flavour === 'all' || flavour === each)
    if (flavours.length === 0) throw new UsageError(`unknown flavour '${flavour}'`)
    const origin = originNamed(provider)
    if (!origin) throw new UsageError(`unknown provider '${provider}'`)
    return { flavours, origin }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function build(flavour: Flavour, system: System, provider: Provider): Promise<void> {
  const started = performance.now()
  const workshop: Workshop = { folder, logs, provider, flavour }
  const built = await buildAll(workshop, recipesOf(flavour))
  console.log(`addon, ${flavour}: linking`)
  const addon = await buildAddon(workshop, root, built)
  const inspection = inspect(addon, [root, homedir()])
  report(flavour, inspection)
  const wrong = faults(inspection, flavour)
  if (wrong.length > 0) throw new BuildError(`${addon} is not as it should be: ${wrong.join('; ')}.`)
  pack(flavour, system, addon, built)
  console.log(`${flavour}: done in ${Math.round((performance.now() - started) / 1000)} s`)
}

function report(flavour: Flavour, { bytes, needed, exported, glibc, macos }: Inspection): void {
  const libc = glibc === '' ? 'no versioned symbol of glibc' : `glibc ${glibc}`
  const named = macos === '' ? libc : `macOS ${macos}`
  console.log(`addon, ${flavour}: ${(bytes / 1e6).toFixed(1)} MB; needs ${needed.join(', ')}; ${named}`)
  console.log(`addon, ${flavour}: shows ${exported.join(', ')}`)
}

/** Puts the addon, its notices and its bill of materials into the package's folder. */
function pack(flavour: Flavour, system: System, addon: string, built: readonly Built[]): void {
  const target = hostTarget()
  const components = contents(root, target, built, RUNTIMES[system.linker().name](folder))
  const manifest: MainManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const own = packageFor(manifest, target, flavour)
  if (!own) throw new BuildError(`package.json has no target for ${target}.`)
  const { name, licence } = own
  const found = licenceOfAll(components)
  if (found !== licence) {
    throw new BuildError(
      `scripts/packages/licences.ts says '${licence}' of ${flavour} here, its contents say '${found}'.`,
    )
  }
  const into = join(root, 'npm', own.folder)
  mkdirSync(into, { recursive: true })
  copyFileSync(addon, join(into, own.addon))
  const sha256 = createHash('sha256').update(readFileSync(addon)).digest('hex')
  const { version } = manifest
  writeFileSync(join(into, 'THIRD_PARTY_NOTICES'), notices(`${name} ${version}`, licence, components))
  writeFileSync(join(into, 'sbom.cdx.json'), sbom({ name, version, licence, sha256 }, components))
  console.log(`npm/${own.folder}: ${own.addon}, THIRD_PARTY_NOTICES and sbom.cdx.json are written`)
}

try {
  const { flavours, origin } = parsed(process.argv.slice(2))
  const system = systemOf(process.platform)
  checkOrigin(origin, system)
  const tools = flavours.flatMap(recipesOf).flatMap(recipe => recipe.tools)
  installTools(
    system.platform,
    toolsOf(system.platform, process.arch, [...tools, ...origin.tools, ...system.linker().tools]),
  )
  const sources = origin.start(folder, logs)
  for (const flavour of flavours) await build(flavour, system, sources)
} catch (error) {
  if (!(error instanceof BuildError || error instanceof UsageError)) throw error
  console.error(error instanceof UsageError ? `build:portable: ${error.message}\n\n${USAGE}` : error.message)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
