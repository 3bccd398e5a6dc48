import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NapiCli } from '@napi-rs/cli'
import test from 'ava'
import { licenceOf } from '../../scripts/packages/licences.js'
import { gplManifest, mainManifest, platformManifest } from '../../scripts/packages/manifests.js'
import { type MainManifest, packageFor, platformPackages } from '../../scripts/packages/table.js'
import { GPL_PACKAGE, PACKAGE } from '../../src/native/places.js'
import { PLATFORMS } from '../../src/native/platforms.js'

const main: MainManifest = JSON.parse(await readFile('package.json', 'utf8'))
const packages = platformPackages(main)
const namesOf = (wanted: string) => packages.filter(({ flavour }) => flavour === wanted).map(({ name }) => name)

test('platformPackages: those that the loader looks for', t => {
  t.deepEqual(
    namesOf('lgpl'),
    PLATFORMS.map(({ triple }) => `${PACKAGE}-${triple}`),
  )
  t.deepEqual(
    namesOf('gpl'),
    PLATFORMS.map(({ triple }) => `${GPL_PACKAGE}-${triple}`),
  )
  for (const own of packages) {
    const [platform] = PLATFORMS.filter(({ triple }) => own.name.endsWith(`-${triple}`))
    t.deepEqual([own.os, own.cpu, own.libc], [platform?.platform, platform?.architecture, platform?.libc], own.name)
  }
})

test('platformManifest: as napi-rs writes it, but for the libc of armv7 and the licence', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'packages-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'package.json'), JSON.stringify(main))
  await new NapiCli().createNpmDirs({ cwd: folder })
  for (const own of packages.filter(({ flavour }) => flavour === 'lgpl')) {
    const theirs = JSON.parse(await readFile(join(folder, 'npm', own.folder, 'package.json'), 'utf8'))
    if (own.cpu === 'arm') theirs.libc = ['glibc']
    t.deepEqual(essentials(platformManifest(main, own)), essentials(theirs))
  }
})

/** What decides where a package is installed, and what is loaded from it. */
function essentials(manifest: object) {
  const names = ['name', 'version', 'os', 'cpu', 'libc', 'main', 'engines']
  return Object.entries(manifest)
    .filter(([name]) => names.includes(name))
    .sort()
}

test('platformManifest: the licence is that of the flavour, with what compilers of the platform put in', t => {
  for (const own of packages) t.like(platformManifest(main, own), { license: licenceOf(own.flavour, own.os) })
  t.regex(licenceOf('gpl', 'linux'), /\bGPL-2\.0-or-later\b/)
  t.notRegex(licenceOf('lgpl', 'win32'), /(^| )GPL-/)
  t.is(
    licenceOf('gpl', 'win32').replace('BSD-3-Clause-Clear AND ', '').replace(' AND ZPL-2.1', ''),
    licenceOf('gpl', 'linux'),
  )
})

test('packageFor: the package of a target, and of Windows whatever its environment is', t => {
  for (const own of packages) t.deepEqual(packageFor(main, own.target, own.flavour), own)
  t.is(packageFor(main, 'aarch64-pc-windows-gnullvm', 'gpl')?.folder, 'win32-arm64-msvc-gpl')
  t.is(packageFor(main, 'riscv64gc-unknown-linux-gnu', 'lgpl'), undefined)
})

test('mainManifest, gplManifest: each brings the packages of its flavour, all of one version', t => {
  const ofVersion = (names: string[]) => Object.fromEntries(names.map(name => [name, main.version]))
  const published = mainManifest(main)
  t.like(published, {
    optionalDependencies: ofVersion(namesOf('lgpl')),
    peerDependencies: ofVersion([GPL_PACKAGE]),
    peerDependenciesMeta: { [GPL_PACKAGE]: { optional: true } },
  })
  t.false('devDependencies' in published || 'scripts' in published)
  t.like(gplManifest(main), {
    name: GPL_PACKAGE,
    optionalDependencies: ofVersion(namesOf('gpl')),
    peerDependencies: ofVersion([main.name]),
  })
})

test('Cargo.toml: has the version of package.json, which the loader compares', async t => {
  t.is(/^version = "(.*)"$/m.exec(await readFile('Cargo.toml', 'utf8'))?.[1], main.version)
})
