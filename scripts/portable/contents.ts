/** All components of an addon: built libraries, crates, and what compilers put in of their own. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Component } from './component.js'
import { cargoMetadata, linkedCrates } from './crates.js'
import { BuildError, output } from './run.js'
import type { Built } from './workshop.js'

/** Libraries first, then the compilers' own, then crates. */
export function contents(
  root: string,
  target: string,
  built: readonly Built[],
  compilersOwn: readonly Component[],
): Component[] {
  const crates = linkedCrates(cargoMetadata(target), readFileSync(join(root, 'Cargo.lock'), 'utf8'))
  return [...built.map(library), ...compilersOwn, rustLibrary(), ...crates]
}

export function library({ recipe, source }: Built): Component {
  const { name, version, purl, origin, files, folder } = source
  const texts = recipe.licenceFiles.map(file => {
    const path = join(folder, file)
    if (!existsSync(path)) throw new BuildError(`${name}: its source has no ${file}, which holds its licence.`)
    return readFileSync(path, 'utf8')
  })
  const sources = files.map(file => ({ location: file.url ?? file.name, sha256: file.sha256 }))
  return { name, version, licence: recipe.licence, purl, origin, sources, texts }
}

function rustLibrary(): Component {
  const version = /^release: (\S+)$/m.exec(output(['rustc', '-vV']))?.[1] ?? 'unknown'
  const text = join(output(['rustc', '--print', 'sysroot']).trim(), 'share/doc/rust/licenses/MIT.txt')
  return {
    name: 'rust-std',
    version,
    licence: 'MIT OR Apache-2.0',
    purl: `pkg:generic/rust@${version}`,
    origin: `Rust ${version} (https://www.rust-lang.org)`,
    sources: [],
    texts: existsSync(text) ? [readFileSync(text, 'utf8')] : [],
    note: "The Rust project's standard library; the copyright of its contributors.",
  }
}
