import test from 'ava'
import { checkOrigin, originNamed } from '../../../scripts/portable/providers.js'
import { BuildError } from '../../../scripts/portable/run.js'
import { OLDEST_MACOS, SYSTEMS, systemOf } from '../../../scripts/portable/systems.js'
import { relocated } from '../../../scripts/portable/workshop.js'

test('systemOf: those that there are packages for, and an error that names them for others', t => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) t.is(systemOf(platform).platform, platform)
  t.throws(() => systemOf('freebsd'), {
    instanceOf: BuildError,
    message: /for freebsd, only for Linux, macOS, Windows\.$/,
  })
})

test('systems: on macOS, the addon is for the oldest system', t => {
  const { environment, flags } = SYSTEMS.darwin
  t.is(environment.MACOSX_DEPLOYMENT_TARGET, OLDEST_MACOS)
  t.true(flags.includes(`-mmacosx-version-min=${OLDEST_MACOS}`))
})

test('systems: on Windows, scripts see drives where MSYS2 mounts them', t => {
  const { scriptPath } = SYSTEMS.win32
  t.is(scriptPath('D:/a/source'), '/d/a/source')
  t.is(scriptPath('../source'), '../source')
  t.is(SYSTEMS.linux.scriptPath('D:/a'), 'D:/a')
})

test('relocated: also of a prefix with the drive that Windows wants', t => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: pkg-config's variable
  t.is(relocated('prefix=C:/portable\nother=D:/portable\n'), 'prefix=${pcfiledir}/../..\nother=D:/portable\n')
})

test("checkOrigin: Debian's sources are for Linux alone, and the others for all systems", t => {
  const [debian, upstream] = ['debian', 'upstream'].map(name => originNamed(name))
  if (!debian || !upstream) return t.fail('a provider is gone')
  t.notThrows(() => checkOrigin(debian, SYSTEMS.linux))
  for (const system of Object.values(SYSTEMS)) t.notThrows(() => checkOrigin(upstream, system))
  t.throws(() => checkOrigin(debian, SYSTEMS.darwin), {
    instanceOf: BuildError,
    message: "Debian's source packages can be had on Linux alone; on macOS use --provider upstream.",
  })
  t.is(originNamed('toString'), undefined)
})
