import test from 'ava'
import { getBuildInfo } from '../../../index.js'
import { licenceOf } from '../../../scripts/packages/licences.js'
import { CODERS, codersOf, configureOptions, GPL_LIBRARIES } from '../../../scripts/portable/ffmpeg.js'
import { PINS } from '../../../scripts/portable/pins.js'
import { FLAVOURS, type Site } from '../../../scripts/portable/recipe.js'
import { recipesOf } from '../../../scripts/portable/recipes.js'
import { type Platform, SYSTEMS } from '../../../scripts/portable/systems.js'
import { explain, ofMsys2, TOOLS, toolsOf } from '../../../scripts/portable/tools.js'

const ALL = recipesOf('gpl')
const PLACES = { source: '/source', work: '/work', destination: '/destination', jobs: '3' }
const siteOn = (platform: Platform, processor: string): Site => ({
  ...{ flavour: 'gpl', system: SYSTEMS[platform], processor },
  ...PLACES,
})
const site = siteOn('linux', 'x64')

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
    const whole = licenceOf(flavour, 'linux').split(' AND ')
    for (const { name, licence, licenceFiles } of recipesOf(flavour)) {
      t.true(spdx.includes(licence), name)
      t.true(whole.includes(licence), name)
      t.true(licenceFiles.length > 0, name)
    }
  }
  t.false(
    licenceOf('lgpl', 'linux')
      .split(' AND ')
      .some(licence => licence.startsWith('GPL')),
  )
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

/** The commands of a recipe, each as a line. */
const commandsOf = (name: string, where: Site): string[] =>
  (ALL.find(recipe => recipe.name === name)?.steps(where) ?? []).map(({ run }) => run.join(' '))

const configuredWith = (name: string, where: Site, option: string): boolean =>
  commandsOf(name, where)[0]?.split(' ').includes(option) ?? false

const MACHINES = [
  ['darwin', 'x64', 'x86_64-apple-darwin20', 'x86_64-darwin20-gcc'],
  ['darwin', 'arm64', 'aarch64-apple-darwin20', 'arm64-darwin20-gcc'],
  ['win32', 'x64', 'x86_64-w64-mingw32', 'x86_64-win64-gcc'],
  ['win32', 'arm64', 'aarch64-w64-mingw32', 'arm64-win64-gcc'],
] as const

for (const [platform, processor, machine, target] of MACHINES) {
  test(`portable recipes: on ${platform} ${processor}, configure scripts are told what they may not find out`, t => {
    const where = siteOn(platform, processor)
    for (const name of ['ogg', 'opus', 'lame']) {
      t.true(configuredWith(name, where, `--build=${machine}`), name)
    }
    t.true(configuredWith('x264', where, `--host=${machine}`))
    t.true(configuredWith('libvpx', where, `--target=${target}`))
    t.true(configuredWith('ffmpeg', where, '--cc=cc'))
  })
}

test('portable recipes: on Linux, configure scripts are told nothing of the machine', t => {
  const told = /--(build|host|target|arch|target-os|cc)=/
  for (const { name } of ALL) t.notRegex(commandsOf(name, site).join('\n'), told, name)
})

test('portable recipes: FFmpeg is told the processor on Windows, where the shell may be one for another', t => {
  t.true(configuredWith('ffmpeg', siteOn('win32', 'arm64'), '--arch=aarch64'))
  t.true(configuredWith('ffmpeg', siteOn('win32', 'x64'), '--arch=x86_64'))
  t.true(configuredWith('ffmpeg', siteOn('win32', 'x64'), '--target-os=mingw32'))
})

test('portable recipes: on Windows, scripts and make get paths without a colon, CMake and Meson prefixes with a drive', t => {
  const where = { ...siteOn('win32', 'x64'), source: 'D:/a/source', destination: 'D:/a/destination' }
  for (const name of ['ogg', 'libvpx', 'x264', 'ffmpeg']) {
    const [configure = '', make, install = ''] = commandsOf(name, where)
    t.true(configure.startsWith('/d/a/source/configure --prefix=/portable '), name)
    t.is(make, 'make -j 3', name)
    t.true(install.endsWith(' DESTDIR=/d/a/destination'), name)
  }
  t.true(commandsOf('aom', where)[0]?.includes(' -S D:/a/source -B . -G Ninja -DCMAKE_INSTALL_PREFIX=C:/portable '))
  t.true(commandsOf('dav1d', where)[0]?.includes(' setup . D:/a/source --prefix=C:/portable '))
  t.is(commandsOf('dav1d', where).at(-1), 'env DESTDIR=D:/a/destination meson install --no-rebuild')
})

test('portable recipes: on Windows, FFmpeg leaves no headers that bindgen would take all of Windows in by', t => {
  const last = commandsOf('ffmpeg', siteOn('win32', 'x64')).at(-1) ?? ''
  t.regex(last, /^rm -f \/destination\/portable\/include\/libavutil\/hwcontext_d3d11va\.h /)
  t.false(commandsOf('ffmpeg', site).some(command => command.startsWith('rm ')))
})

test("portable recipes: on macOS, Vorbis's script loses the flag that linkers refuse, and the source keeps it", t => {
  const commands = commandsOf('vorbis', siteOn('darwin', 'arm64'))
  t.deepEqual(commands.slice(0, 2), ['cp /source/configure configure', 'sed -i  s/ -force_cpusubtype_ALL//g configure'])
  t.regex(commands[2] ?? '', /^\.\/configure --srcdir=\/source --prefix=\/portable .*--build=aarch64-apple-darwin20 /)
  t.is(commandsOf('vorbis', siteOn('win32', 'x64'))[0]?.split(' ')[0], '/source/configure')
})

test('portable recipes: openh264 asks for the C++ library of the system', t => {
  const edit = (platform: Platform) => commandsOf('openh264', siteOn(platform, 'x64')).at(-1) ?? ''
  t.true(edit('linux').startsWith('sed -i s/^Libs:.*/& -lstdc++/ /destination/portable/lib/pkgconfig/'))
  t.true(edit('darwin').startsWith('sed -i  s/^Libs:.*/& -lc++/ '))
  t.true(edit('win32').startsWith('sed -i s/^Libs:.*/& -lc++/ '))
})

test('portable recipes: on macOS, x265 is made one archive by libtool, as ar has no scripts there', t => {
  const commands = commandsOf('x265', siteOn('darwin', 'arm64'))
  t.true(commands.includes('libtool -static -o 8/libx265.a 8/libx265_main.a 10/libx265.a 12/libx265.a'))
  t.false(commands.some(command => command.startsWith('ar ')))
})

test('toolsOf: on each system, every program of the recipes has a package, and an assembler only where it is of use', t => {
  const needed = ALL.flatMap(({ tools }) => tools)
  for (const platform of Object.keys(SYSTEMS) as Platform[]) {
    const tools = toolsOf(platform, 'x64', [...needed, 'tar'])
    t.deepEqual(
      tools.filter(tool => !TOOLS[tool]?.[platform]),
      [],
      platform,
    )
    t.deepEqual(
      tools.filter(tool => !toolsOf(platform, 'arm64', [...needed, 'tar']).includes(tool)),
      ['nasm'],
    )
  }
  t.true(toolsOf('linux', 'x64', ['dpkg-source']).includes('readelf'))
})

test('ofMsys2: programs are looked for in the folders of MSYS2 alone, and nowhere outside of its shells', t => {
  const directories = ['C:\\msys64\\clang64\\bin', 'c:/MSYS64/usr/bin', 'C:\\Strawberry\\c\\bin', 'C:\\msys64s\\bin']
  t.deepEqual(ofMsys2(directories, 'C:/msys64/clang64'), directories.slice(0, 2))
  t.deepEqual(ofMsys2(directories, ''), [])
})

test('explain: what to run on each system for what is missing', t => {
  t.is(
    explain('linux', ['ninja', 'nm', 'objdump']),
    'Missing on this system: ninja, nm, objdump.\nOn Debian or Ubuntu run: sudo apt-get install ninja-build binutils',
  )
  t.is(
    explain('darwin', ['ar', 'ninja', 'nasm']),
    'Missing on this system: libtool, ninja, nasm.\nRun: xcode-select --install && brew install ninja nasm',
  )
  t.regex(
    explain('win32', ['ninja', 'make']),
    /^Missing on this system: ninja, make\.\nIn the CLANG64 .* run: pacman -S mingw-w64-[\w-]+-ninja make$/,
  )
})
