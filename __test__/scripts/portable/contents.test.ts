import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import type { Component } from '../../../scripts/portable/component.js'
import { library } from '../../../scripts/portable/contents.js'
import { type CargoMetadata, linkedCrates } from '../../../scripts/portable/crates.js'
import { chosenTerms, licenceOfAll } from '../../../scripts/portable/licences.js'
import { notices } from '../../../scripts/portable/notices.js'
import type { Recipe } from '../../../scripts/portable/recipe.js'
import { BuildError } from '../../../scripts/portable/run.js'
import { sbom } from '../../../scripts/portable/sbom.js'
import type { Source } from '../../../scripts/portable/source.js'

const HASH = '0123456789abcdef'.repeat(4)

function component(name: string, licence: string): Component {
  const sources = [{ location: `${name}.tar`, sha256: HASH }]
  const texts = [`The terms of ${name}.\r\n`]
  return { name, version: '1.2', licence, purl: `pkg:generic/${name}@1.2`, origin: `${name}'s makers`, sources, texts }
}

test('licenceOfAll: every licence once, MIT first and where it may be chosen', t => {
  const all = [
    component('a', 'LGPL-2.1-or-later'),
    component('b', 'MIT OR Apache-2.0'),
    component('c', 'BSD-2-Clause'),
    component('d', '(MIT OR Apache-2.0) AND Unicode-3.0'),
    component('e', 'BSD-2-Clause'),
  ]
  t.is(licenceOfAll(all), 'MIT AND BSD-2-Clause AND LGPL-2.1-or-later AND Unicode-3.0')
})

test('chosenTerms: a choice without MIT stays one, and what asks nothing of programs is left out', t => {
  t.deepEqual(chosenTerms('Apache-2.0 OR ISC'), ['(Apache-2.0 OR ISC)'])
  t.deepEqual(chosenTerms('GPL-3.0-or-later WITH GCC-exception-3.1'), [])
  t.deepEqual(chosenTerms('Apache-2.0 WITH LLVM-exception'), [])
  t.deepEqual(chosenTerms('MIT AND Apache-2.0 WITH LLVM-exception'), ['MIT', 'Apache-2.0 WITH LLVM-exception'])
})

/** Crates in a folder of their own: app uses linked and macro; linked is built by builder; macro uses parser. */
async function crates(): Promise<{ metadata: CargoMetadata; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'crates-'))
  const named = (name: string, kind = 'lib', source: string | null = 'registry') => ({
    ...{ id: name, name, version: '2.0.0', license: 'MIT/Apache-2.0', source, repository: `https://${name}.test` },
    ...{ manifest_path: join(folder, name, 'Cargo.toml'), targets: [{ kind: [kind] }] },
  })
  const needs = (id: string, ...deps: [string, string | null][]) => ({
    id,
    deps: deps.map(([pkg, kind]) => ({ pkg, dep_kinds: [{ kind }] })),
  })
  await mkdir(join(folder, 'linked'))
  await writeFile(join(folder, 'linked', 'LICENSE-MIT'), 'MIT terms')
  await writeFile(join(folder, 'linked', 'LICENSE-APACHE'), 'Apache terms')
  const packages = [
    named('app', 'cdylib', null),
    ...['linked', 'builder', 'parser', 'tester'].map(name => named(name)),
    named('macro', 'proc-macro'),
  ]
  const nodes = [
    needs('app', ['linked', null], ['macro', null], ['tester', 'dev']),
    needs('linked', ['builder', 'build']),
    needs('macro', ['parser', null]),
    ...['builder', 'parser', 'tester'].map(name => needs(name)),
  ]
  return { metadata: { packages, resolve: { root: 'app', nodes } }, folder }
}

test('linkedCrates: those that become part of the addon, with the hashes of the lock file', async t => {
  const { metadata, folder } = await crates()
  t.teardown(() => rm(folder, { recursive: true }))
  const lock = `[[package]]\nname = "linked"\nversion = "2.0.0"\nsource = "registry"\nchecksum = "${HASH}"\n`
  t.deepEqual(linkedCrates(metadata, lock), [
    {
      name: 'linked',
      version: '2.0.0',
      licence: 'MIT OR Apache-2.0',
      purl: 'pkg:cargo/linked@2.0.0',
      origin: 'the crate linked 2.0.0 (https://linked.test)',
      sources: [{ location: 'linked-2.0.0.crate', sha256: HASH }],
      texts: ['MIT terms'],
    },
  ])
})

test('library: its texts are those in its source, and a missing one is an error', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'source-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'COPYING'), 'Terms.')
  const files = [{ name: 'thing.tar', sha256: HASH, url: 'https://thing.test/thing.tar' }]
  const source: Source = { name: 'thing', version: '1', purl: 'pkg:generic/thing@1', origin: 'here', files, folder }
  const recipe = { licence: 'ISC', licenceFiles: ['COPYING'] } as unknown as Recipe
  const { texts, sources, licence } = library({ recipe, source, tree: '' })
  t.deepEqual(texts, ['Terms.'])
  t.deepEqual(sources, [{ location: 'https://thing.test/thing.tar', sha256: HASH }])
  t.is(licence, 'ISC')
  const other = { ...recipe, licenceFiles: ['LICENSE'] }
  t.throws(() => library({ recipe: other, source, tree: '' }), { instanceOf: BuildError, message: /no LICENSE/ })
})

test('notices: name, licence, source and terms of each component', t => {
  const text = notices('thing 1.0.0', 'MIT AND ISC', [
    component('a', 'ISC'),
    { ...component('b', 'MIT'), note: 'N.B.' },
  ])
  t.true(text.startsWith('thing 1.0.0 contains the work of others.\n'))
  t.true(text.includes('under: MIT AND ISC\n'))
  t.true(text.includes(`a 1.2\nLicence: ISC\nSource: a's makers\n  a.tar\n  SHA-256 ${HASH}\n\nThe terms of a.\n`))
  t.true(text.includes('N.B.\n\nThe terms of b.\n'))
  t.false(text.includes('\r'))
})

test('sbom: CycloneDX 1.6 with licences, versions and hashes, and every reference has its component', t => {
  const components = [component('a', 'ISC'), component('b', 'MIT OR Apache-2.0')]
  const subject = { name: 'thing', version: '1.0.0', licence: 'MIT AND ISC', sha256: HASH }
  const document = JSON.parse(sbom(subject, components))
  t.is(document.bomFormat, 'CycloneDX')
  t.is(document.specVersion, '1.6')
  t.deepEqual(document.metadata.component.hashes, [{ alg: 'SHA-256', content: HASH }])
  t.deepEqual(document.metadata.component.licenses, [{ expression: 'MIT AND ISC' }])
  const references = document.components.map((each: { 'bom-ref': string }) => each['bom-ref'])
  t.deepEqual(document.dependencies, [{ ref: 'pkg:npm/thing@1.0.0', dependsOn: references }])
  t.deepEqual(document.components[1], {
    type: 'library',
    'bom-ref': 'pkg:generic/b@1.2',
    name: 'b',
    version: '1.2',
    purl: 'pkg:generic/b@1.2',
    licenses: [{ expression: 'MIT OR Apache-2.0' }],
    externalReferences: [{ type: 'source-distribution', url: 'b.tar', hashes: [{ alg: 'SHA-256', content: HASH }] }],
  })
  t.is(sbom(subject, components), sbom(subject, components))
})
