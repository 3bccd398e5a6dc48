/** Links the addon with the built libraries. */
import { constants, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { BuildError, output, run } from './run.js'
import { type System, systemOf } from './systems.js'
import type { Built, Workshop } from './workshop.js'

/** The addon of a flavour, below the workshop's folder. */
export async function buildAddon(workshop: Workshop, root: string, built: readonly Built[]): Promise<string> {
  const { folder, flavour, logs } = workshop
  const system = systemOf(process.platform)
  const results = join(folder, 'addon', flavour)
  rmSync(results, { recursive: true, force: true })
  const napi = [process.execPath, join(root, 'node_modules', '@napi-rs', 'cli', 'dist', 'cli.js')]
  const options = ['--platform', '--release', '--no-js', '--features', 'portable', '--target', hostTarget()]
  await run([...napi, 'build', ...options, '--target-dir', join(folder, 'cargo'), '--output-dir', results], {
    cwd: root,
    log: join(logs, `addon-${flavour}.log`),
    env: linkEnvironment(root, system, built, linkFolder(folder, system, built)),
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
function linkFolder(folder: string, system: System, built: readonly Built[]): string {
  const link = join(folder, 'link')
  rmSync(link, { recursive: true, force: true })
  mkdirSync(link, { recursive: true })
  const libraries = built.flatMap(({ recipe, tree }) =>
    recipe.archives.map(each => ({ name: `lib${each}.a`, from: join(tree, 'lib', `lib${each}.a`) })),
  )
  for (const file of [...libraries, ...system.linkFiles(compilersOwn)]) {
    if ('text' in file) writeFileSync(join(link, file.name), file.text)
    else copyFileSync(file.from, join(link, file.name), constants.COPYFILE_FICLONE)
  }
  return link
}

function compilersOwn(compiler: string, name: string): string {
  const path = output([compiler, `-print-file-name=${name}`]).trim()
  // It repeats the name of what it does not have.
  if (path === name) throw new BuildError(`${compiler} has no ${name}: install the compiler's static libraries.`)
  return path
}

function linkEnvironment(root: string, system: System, built: readonly Built[], link: string): NodeJS.ProcessEnv {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  const flags = [
    ...['-L', `native=${link}`],
    ...system.linkArguments.map(flag => `-Clink-arg=${flag}`),
    ...[`${root}=.`, `${cargoHome}=cargo`].map(map => `--remap-path-prefix=${map}`),
  ]
  return {
    ...process.env,
    ...system.environment,
    ...system.cargoEnvironment(link),
    CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'),
    PKG_CONFIG_LIBDIR: built.map(({ tree }) => join(tree, 'lib', 'pkgconfig')).join(delimiter),
    PKG_CONFIG_PATH: '',
    PKG_CONFIG_ALL_STATIC: '1',
  }
}
