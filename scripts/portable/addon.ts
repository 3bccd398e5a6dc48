/** Links the addon with the built libraries. */
import { constants, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Linker } from './linkers.js'
import { BuildError, output, run } from './run.js'
import { type System, systemOf } from './systems.js'
import type { Built, Workshop } from './workshop.js'

/** The addon of a flavour, below the workshop's folder. */
export async function buildAddon(workshop: Workshop, root: string, built: readonly Built[]): Promise<string> {
  const { folder, flavour, logs } = workshop
  const system = systemOf(process.platform)
  const linker = system.linker()
  const results = join(folder, 'addon', flavour)
  rmSync(results, { recursive: true, force: true })
  const napi = [process.execPath, join(root, 'node_modules', '@napi-rs', 'cli', 'dist', 'cli.js')]
  const link = linkFolder(folder, linker, built)
  const flags = rustFlags(root, linker, link)
  const options = [
    ...['--platform', '--release', '--no-js', '--features', 'portable', ...linker.target(hostTarget())],
    ...['--manifest-path', join(root, 'Cargo.toml'), '--package-json-path', join(root, 'package.json')],
    ...['--target-dir', join(folder, 'cargo'), '--output-dir', results],
  ]
  await run([...napi, 'build', ...options], {
    // Zig tells where its headers are by a relative path if that is below the folder it runs in.
    cwd: link,
    log: join(logs, `addon-${flavour}.log`),
    env: { ...cargoEnvironment(system, flags, built), ...(await linker.environment(link, workshop)) },
  })
  const name = readdirSync(results).find(file => file.endsWith('.node'))
  if (!name) throw new BuildError(`napi build left no addon in ${results}.`)
  const file = join(results, name)
  for (const command of system.finish) output([...command, file])
  return file
}

export function hostTarget(): string {
  const host = /^host: (\S+)$/m.exec(output(['rustc', '-vV']))?.[1]
  if (!host) throw new BuildError('rustc -vV names no host.')
  return host
}

/**
 * A folder with static libraries alone, under the names that are linked: the linker looks there first. It is the same for
 * all flavours, as crates are compiled anew for another path.
 */
function linkFolder(folder: string, linker: Linker, built: readonly Built[]): string {
  const link = join(folder, 'link')
  rmSync(link, { recursive: true, force: true })
  mkdirSync(link, { recursive: true })
  const libraries = built.flatMap(({ recipe, tree }) =>
    recipe.archives.map(each => ({ name: `lib${each}.a`, from: join(tree, 'lib', `lib${each}.a`) })),
  )
  const archives = built.flatMap(({ recipe }) => recipe.archives)
  for (const file of [...libraries, ...linker.files(compilersOwn, archives)]) {
    const place = join(link, file.name)
    mkdirSync(dirname(place), { recursive: true })
    if ('text' in file) writeFileSync(place, file.text)
    else copyFileSync(file.from, place, constants.COPYFILE_FICLONE)
  }
  return link
}

function compilersOwn(compiler: string, name: string): string {
  const path = output([compiler, `-print-file-name=${name}`]).trim()
  // It repeats the name of what it does not have.
  if (path === name) throw new BuildError(`${compiler} has no ${name}: install the compiler's static libraries.`)
  return path
}

function rustFlags(root: string, linker: Linker, link: string): string[] {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  return [
    ...linker.kinds.flatMap(kind => ['-L', `${kind}=${link}`]),
    ...linker.arguments.map(flag => `-Clink-arg=${flag}`),
    ...[`${root}=.`, `${cargoHome}=cargo`].map(map => `--remap-path-prefix=${map}`),
  ]
}

function cargoEnvironment(system: System, flags: readonly string[], built: readonly Built[]): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...system.environment,
    CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'),
    PKG_CONFIG_LIBDIR: built.map(({ tree }) => join(tree, 'lib', 'pkgconfig')).join(delimiter),
    PKG_CONFIG_PATH: '',
    PKG_CONFIG_ALL_STATIC: '1',
  }
}
