/** Links the addon with the built libraries. */
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { BuildError, output, run } from './run.js'
import type { Built, Workshop } from './workshop.js'

export interface Addon {
  /** With the platform in it. */
  name: string
  file: string
}

/** The addon of a flavour, below the workshop's folder. */
export async function buildAddon(workshop: Workshop, root: string, built: readonly Built[]): Promise<Addon> {
  const { folder, flavour, logs } = workshop
  const target = hostTarget()
  const results = join(folder, 'addon', flavour)
  rmSync(results, { recursive: true, force: true })
  const napi = join(root, 'node_modules', '.bin', 'napi')
  const options = ['--platform', '--release', '--no-js', '--features', 'portable', '--target', target]
  await run([napi, 'build', ...options, '--target-dir', join(folder, 'cargo'), '--output-dir', results], {
    cwd: root,
    log: join(logs, `addon-${flavour}.log`),
    env: linkEnvironment(root, built, linkFolder(folder, built)),
  })
  const name = readdirSync(results).find(file => file.endsWith('.node'))
  if (!name) throw new BuildError(`napi build left no addon in ${results}.`)
  output(['strip', '--strip-all', join(results, name)])
  return { name, file: join(results, name) }
}

export function hostTarget(): string {
  const host = /^host: (\S+)$/m.exec(output(['rustc', '-vV']))?.[1]
  if (!host) throw new BuildError('rustc -vV names no host.')
  return host
}

/**
 * A folder with static libraries alone, under the names that are linked: the linker looks there first. What is written in
 * C++, C with atomics, and Rust wants libstdc++, libatomic and libgcc_s, which are no part of every system. It is the same for all flavours, as crates are
 * compiled anew for another path.
 */
function linkFolder(folder: string, built: readonly Built[]): string {
  const link = join(folder, 'link')
  rmSync(link, { recursive: true, force: true })
  mkdirSync(link, { recursive: true })
  for (const { recipe, tree } of built) {
    for (const name of recipe.archives) symlinkSync(join(tree, 'lib', `lib${name}.a`), join(link, `lib${name}.a`))
  }
  for (const name of ['libstdc++.a', 'libatomic.a']) symlinkSync(compilersOwn('c++', name), join(link, name))
  const [unwinding, rest] = ['libgcc_eh.a', 'libgcc.a'].map(name => compilersOwn('cc', name))
  writeFileSync(join(link, 'libgcc_s.a'), `GROUP ( ${unwinding} ${rest} )\n`)
  return link
}

function compilersOwn(compiler: string, name: string): string {
  const path = output([compiler, `-print-file-name=${name}`]).trim()
  // It repeats the name of what it does not have.
  if (path === name) throw new BuildError(`${compiler} has no ${name}: install the compiler's static libraries.`)
  return path
}

function linkEnvironment(root: string, built: readonly Built[], link: string): NodeJS.ProcessEnv {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  const flags = [
    ...['-L', `native=${link}`],
    // Assembly refers to symbols as lying in the same library, and nobody else's may take their place.
    ...['-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-Wl,--as-needed'].map(flag => `-Clink-arg=${flag}`),
    ...[`${root}=.`, `${cargoHome}=cargo`].map(map => `--remap-path-prefix=${map}`),
  ]
  return {
    ...process.env,
    CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'),
    PKG_CONFIG_LIBDIR: built.map(({ tree }) => join(tree, 'lib', 'pkgconfig')).join(':'),
    PKG_CONFIG_PATH: '',
    PKG_CONFIG_ALL_STATIC: '1',
  }
}
