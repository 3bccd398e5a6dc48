import test from 'ava'
import { getBuildInfo } from '../../../index.js'
import { LICENCES } from '../../../scripts/packages/licences.js'
import { CODERS, codersOf, configureOptions, GPL_LIBRARIES } from '../../../scripts/portable/ffmpeg.js'
import { PINS } from '../../../scripts/portable/pins.js'
import { FLAVOURS, type Site } from '../../../scripts/portable/recipe.js'
import { recipesOf } from '../../../scripts/portable/recipes.js'
import { explain, TOOLS, toolsOf } from '../../../scripts/portable/tools.js'

const ALL = recipesOf('gpl')
const site: Site = { flavour: 'gpl', source: '/source', work: '/work', destination: '/destination', jobs: '3' }

/** Those of the engine's tables that need no device, by FFmpeg's names. */
function tuned(kind: 'decoder' | 'encoder'): string[] {
  const info = getBuildInfo()
  const video = kind === 'decoder' ? info.videoDecoders : info.videoEncoders
  const audio = kind === 'decoder' ? info.audioDecoders : info.audioEncoders
  const software = video.filter(({ hardware }) => !hardware)
  return [...software, ...audio].map(({ name }) => name).filter(name => !name.endsWith(' (directly)'))
}

for (const kind of ['decoder', 'encoder'] as const) {
  test(`portable recipes: every ${kind} of the tuning tables is in a flavour, and no other`, t => {
    const enabled = CODERS.filter(coder => coder.kind === kind).map(({ name }) => name)
    t.deepEqual([...enabled].sort(), tuned(kind).sort())
  })
}

test('portable recipes: the lgpl flavour lacks x264 and x265, and no other coder', t => {
  const names = (flavour: (typeof FLAVOURS)[number]) => codersOf(flavour).map(({ name }) => name)
  t.deepEqual(
    names('gpl').filter(name => !names('lgpl').includes(name)),
    ['libx264', 'libx265'],
  )
  const lgpl = recipesOf('lgpl').map(({ name }) => name)
  t.false(GPL_LIBRARIES.some(library => lgpl.includes(library)))
})

test('portable recipes: FFmpeg is told the terms, and nothing of other libraries', t => {
  const [lgpl, gpl] = [configureOptions('lgpl'), configureOptions('gpl')]
  t.true(lgpl.includes('--disable-gpl') && !lgpl.some(option => /gpl$|x26[45]/.test(option) && /enable/.test(option)))
  t.true(['--enable-gpl', '--enable-libx264', '--enable-encoder=libx265'].every(option => gpl.includes(option)))
  t.true(gpl.includes('--disable-autodetect') && gpl.includes('--disable-network'))
  t.false(gpl.some(option => /muxer|protocol|filter|version3|nonfree/.test(option)))
})

test('portable recipes: a recipe stands behind those that it needs', t => {
  for (const flavour of FLAVOURS) {
    const names = recipesOf(flavour).map(({ name }) => name)
    for (const { name, needs } of recipesOf(flavour)) {
      t.true(
        needs.every(need => names.slice(0, names.indexOf(name)).includes(need)),
        name,
      )
    }
  }
})

test('portable recipes: each one has a licence of SPDX, which its flavours name, and texts of it', t => {
  // Of https://spdx.org/licenses.
  const spdx = ['BSD-2-Clause', 'BSD-3-Clause', 'LGPL-2.0-or-later', 'LGPL-2.1-or-later', 'GPL-2.0-or-later']
  for (const flavour of FLAVOURS) {
    const whole = LICENCES[flavour].split(' AND ')
    for (const { name, licence, licenceFiles } of recipesOf(flavour)) {
      t.true(spdx.includes(licence), name)
      t.true(whole.includes(licence), name)
      t.true(licenceFiles.length > 0, name)
    }
  }
  t.false(LICENCES.lgpl.split(' AND ').some(licence => licence.startsWith('GPL')))
})

test('portable recipes: each one has a pinned release with its SHA-256, and every pin a recipe', t => {
  t.deepEqual(Object.keys(PINS).sort(), ALL.map(({ name }) => name).sort())
  for (const [name, { url, sha256, version }] of Object.entries(PINS)) {
    t.regex(sha256, /^[0-9a-f]{64}$/, name)
    t.is(new URL(url).protocol, 'https:', name)
    t.true(version.length > 0, name)
  }
})

test('portable recipes: build below the working folder, with as many processes as they are given', t => {
  for (const { name, steps } of ALL) {
    const commands = steps(site)
    t.true(
      commands.every(step => !step.in?.startsWith('/')),
      name,
    )
    t.true(
      commands.some(({ run }) => run.join(' ').includes('-j 3')),
      name,
    )
    t.true(
      commands.some(({ run }) => run.some(argument => argument.includes('/destination'))),
      name,
    )
  }
})

test('portable recipes: x265 is built for 8, 10 and 12 bits, and all go into one archive', t => {
  const steps = ALL.find(({ name }) => name === 'x265')?.steps(site) ?? []
  const configured = steps.filter(({ run }) => run[0] === 'cmake' && run.includes('-S'))
  t.deepEqual(
    configured.map(step => step.in),
    ['12', '10', '8'],
  )
  t.deepEqual(steps.find(({ run }) => run[0] === 'ar')?.input?.match(/ADDLIB \d+/g), [
    'ADDLIB 8',
    'ADDLIB 10',
    'ADDLIB 12',
  ])
})

test('toolsOf: every program of the recipes and the providers has a Debian package', t => {
  const tools = toolsOf(ALL, ['dpkg-source', 'tar'])
  t.deepEqual(
    tools.filter(tool => !TOOLS[tool]),
    [],
  )
  t.is(
    explain(['ninja', 'nm', 'objdump']),
    'Missing on this system: ninja, nm, objdump.\nOn Debian or Ubuntu run: sudo apt-get install ninja-build binutils',
  )
})
