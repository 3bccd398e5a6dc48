/** The Rust crates that are linked into the addon, as cargo knows them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Component } from './component.js'
import { output } from './run.js'

interface CargoPackage {
  id: string
  name: string
  version: string
  license: string | null
  source: string | null
  repository: string | null
  manifest_path: string
  targets: { kind: string[] }[]
}

interface CargoNode {
  id: string
  deps: { pkg: string; dep_kinds: { kind: string | null }[] }[]
}

/** What `cargo metadata` tells, as far as it is looked at. */
export interface CargoMetadata {
  packages: CargoPackage[]
  resolve: { root: string; nodes: CargoNode[] }
}

export const cargoMetadata = (target: string): CargoMetadata =>
  JSON.parse(
    output(['cargo', 'metadata', '--format-version', '1', '--features', 'portable', '--filter-platform', target]),
  )

/** The crates from elsewhere that become part of the root crate, by name: no build scripts, macros and tests. */
export function linkedCrates({ packages, resolve }: CargoMetadata, lock: string): Component[] {
  const byId = new Map(packages.map(each => [each.id, each]))
  const nodes = new Map(resolve.nodes.map(node => [node.id, node]))
  const linked = new Set<string>()
  const visit = (id: string) => {
    if (linked.has(id) || byId.get(id)?.targets.some(({ kind }) => kind.includes('proc-macro'))) return
    linked.add(id)
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? []) {
      if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg)
    }
  }
  visit(resolve.root)
  const hashes = lockedHashes(lock)
  return packages
    .filter(({ id, source }) => linked.has(id) && source !== null)
    .map(crate => component(crate, hashes))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function component(crate: CargoPackage, hashes: ReadonlyMap<string, string>): Component {
  const { name, version, repository } = crate
  const sha256 = hashes.get(`${name} ${version}`)
  const licence = (crate.license ?? 'NOASSERTION').replaceAll('/', ' OR ')
  return {
    name,
    version,
    licence,
    purl: `pkg:cargo/${name}@${version}`,
    origin: `the crate ${name} ${version}${repository ? ` (${repository})` : ''}`,
    sources: sha256 ? [{ location: `${name}-${version}.crate`, sha256 }] : [],
    texts: licenceTexts(dirname(crate.manifest_path), licence),
  }
}

/** Checksums by name and version, from Cargo.lock. */
function lockedHashes(lock: string): Map<string, string> {
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "([0-9a-f]{64})"/g)
  return new Map([...entries].map(([, name, version, hash]) => [`${name} ${version}`, hash ?? '']))
}

/** The texts beside a crate's manifest: that of MIT alone where it may be chosen. */
function licenceTexts(folder: string, licence: string): string[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter(name => /^(licen[cs]e|copying|copyright|notice)/i.test(name))
  const mit = /\bMIT\b/.test(licence) ? files.filter(name => /mit/i.test(name)) : []
  return (mit.length > 0 ? mit : files).sort().map(name => readFileSync(join(folder, name), 'utf8'))
}
