import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'ava'
import { parse } from 'yaml'
import { type MainManifest, platformPackages } from '../../scripts/packages/table.js'
import { faults, order } from '../../scripts/release/contents.js'
import { BUILDERS, matrix } from '../../scripts/release/platforms.js'
import { commands } from '../../scripts/workflows/commands.js'

const main: MainManifest = JSON.parse(readFileSync('package.json', 'utf8'))

test('release: every platform that is built has packages of both flavours', t => {
  const folders = platformPackages(main).map(({ folder }) => folder)
  for (const { triple } of BUILDERS) t.true(folders.includes(triple) && folders.includes(`${triple}-gpl`), triple)
})

test('release: the main package is the last, behind all that it asks for', t => {
  const folders = order(main).map(({ folder }) => folder)
  t.deepEqual(folders.slice(-2), ['gpl', 'main'])
  t.is(folders.length, 2 * BUILDERS.length + 2)
})

test('release: nothing is published when a file is missing or the tag is of another version', t => {
  const npm = mkdtempSync(join(tmpdir(), 'webcodecs-'))
  t.teardown(() => rmSync(npm, { recursive: true }))
  for (const { folder, files } of order(main)) {
    for (const file of ['package.json', ...files].map(file => join(npm, folder, file))) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, '')
    }
  }
  t.deepEqual(faults(main, `v${main.version}`, npm), [])
  rmSync(join(npm, 'linux-x64-gnu', 'THIRD_PARTY_NOTICES'))
  t.deepEqual(faults(main, 'v0.0.0', npm), [
    `the tag is v0.0.0, the version ${main.version}`,
    'no npm/linux-x64-gnu/THIRD_PARTY_NOTICES',
  ])
})

test('release: every platform that has a package is built', t => {
  const platforms = platformPackages(main).filter(({ flavour }) => flavour === 'lgpl')
  t.deepEqual(
    BUILDERS.map(({ triple }) => triple),
    platforms.map(({ folder }) => folder),
  )
})

test('release: the packages are tried on every runner that builds for its own processor', t => {
  const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8'))
  const own = BUILDERS.filter(builder => builder.place !== 'container' || builder.emulated === '')
  t.deepEqual(jobs.smoke.strategy.matrix.os.toSorted(), [...new Set(own.map(({ runner }) => runner))].sort())
})

test('release: the workflow has a step for each place where packages are built', t => {
  const { jobs } = parse(readFileSync('.github/workflows/ffmpeg.yml', 'utf8'))
  const conditions: string[] = jobs.build.steps.map((step: { if?: string }) => step.if)
  for (const { place } of BUILDERS) t.true(conditions.includes(`matrix.place == '${place}'`), place)
})

test('release: Windows is built by the toolchain that goes with its environment', t => {
  const windows = BUILDERS.flatMap(each => (each.place === 'msys2' ? [[each.environment, each.toolchain]] : []))
  t.deepEqual(windows, [
    ['CLANG64', 'stable-x86_64-pc-windows-gnullvm'],
    ['CLANGARM64', 'stable-aarch64-pc-windows-gnullvm'],
  ])
})

test('release: the matrix has the named platforms, or all, and no unknown ones', t => {
  t.deepEqual(matrix([]).include, BUILDERS)
  t.deepEqual(
    matrix(['linux-arm64-musl']).include.map(({ triple }) => triple),
    ['linux-arm64-musl'],
  )
  t.throws(() => matrix(['plan9-x64']), { message: /plan9-x64/ })
})

test('lint:workflows: the commands for bash are looked at, with words for expressions', t => {
  const workflow = `
jobs:
  one:
    steps:
      - uses: actions/checkout@v4
      - run: npm run test:\${{ matrix.runtime }}
      - run: echo $env:PATH
        shell: pwsh
      - run: make
        shell: msys2 {0}
  two:
    uses: ./.github/workflows/ffmpeg.yml
`
  t.deepEqual(commands(workflow), [
    { place: 'one, step 2', script: '#!/bin/bash -e\nnpm run test:word' },
    { place: 'one, step 4', script: '#!/bin/bash -e\nmake' },
  ])
})
