/** A project in a room, with the package installed by npm from tarballs as from a registry. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Room } from './room.js'

export interface Tarballs {
  /** Packages that the project depends on, by name. */
  wanted: Record<string, string>
  /** Those that come as their optional dependencies. */
  optional: Record<string, string>
}

/** Packs the folder of a package, and tells the name of the tarball. */
export function pack(folder: string, into: string): string {
  mkdirSync(into, { recursive: true })
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--pack-destination', into, folder], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`npm pack ${folder} failed: ${stderr}`)
  return join(into, JSON.parse(stdout)[0].filename)
}

/**
 * Installs in `/name`, by the npm that is there with `node`. There is no network, so optional dependencies are found by
 * `overrides`; those of other platforms cannot be had, which npm takes as it takes any that fail.
 */
export function installProject(
  room: Room,
  node: string,
  name: string,
  tarballs: Tarballs,
  options: readonly string[],
): void {
  const project = join(room.path, name)
  mkdirSync(project, { recursive: true })
  const manifest = {
    private: true,
    dependencies: located(tarballs.wanted),
    overrides: located(tarballs.optional),
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest))
  const command = ['/npm/bin/npm-cli.js', 'install', '--prefix', `/${name}`, '--offline', '--no-audit', '--no-fund']
  const { status, stdout, stderr } = room.run(node, [...command, ...options])
  if (status !== 0) throw new Error(`npm install failed in ${name}: ${stdout}${stderr}`)
}

const located = (tarballs: Record<string, string>) =>
  Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:/tarballs/${basename(file)}`]))
