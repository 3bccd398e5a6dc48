/** Why loading the addon fails, and what to do about it. docs/troubleshooting.md has a section for each. */
import { cpus } from 'node:os'
import type { Binary } from './binary.js'
import { BrokenFile } from './file-reader.js'
import type { Attempt } from './load-error.js'
import { Absent, GPL_PACKAGE, Incomplete, PACKAGE, VARIABLE } from './places.js'
import { describe, type Host, PLATFORMS, type Platform } from './platforms.js'

/** The addon is for another platform. */
export class Misfit extends Error {
  readonly binary: Binary

  constructor(binary: Binary) {
    super(`is for ${hostsOf(binary).map(describe).join(' and ')}`)
    this.binary = binary
  }
}

export class OtherVersion extends Error {}

/** What is known when no addon could be loaded: how the search ended, and more. */
export interface Failure extends Attempt {
  host: Host
  /** None where there is no package for the host. */
  platform: Platform | undefined
  /** Platforms whose packages are there. */
  installed: readonly Platform[]
}

interface Row {
  is: (failure: Failure) => boolean
  cure: (failure: Failure) => string
}

/** The first row that is so tells what to do. */
export const PROBLEMS = {
  'file-not-found': {
    is: ({ place, error }) => place.name === VARIABLE && error instanceof Absent,
    cure: ({ place }) => place.renew,
  },
  'gpl-package-incomplete': {
    is: ({ error }) => error instanceof Incomplete,
    cure: () =>
      `${GPL_PACKAGE} came without its optional dependencies: delete node_modules and install again, ` +
      'without --omit=optional, or remove it to do without its coders.',
  },
  'other-version': {
    is: ({ error }) => error instanceof OtherVersion,
    cure: ({ place }) => `All packages of ${PACKAGE} have to be of one version. ${place.renew}`,
  },
  'unsupported-platform': {
    is: ({ platform, error }) => platform === undefined && error instanceof Absent,
    cure: () =>
      `There are packages for ${PLATFORMS.map(({ triple }) => triple).join(', ')}. ` +
      'Elsewhere the addon has to be built from source: see CONTRIBUTING.md.',
  },
  'wrong-libc': {
    is: failure =>
      others(failure).some(other => other.libc !== failure.host.libc && isSameMachine(other, failure.host)),
    cure: ({ host, place }) =>
      `Alpine and its relatives have musl, most other distributions glibc; this is ${host.libc}. node_modules was ` +
      `installed on a system of the other kind, or copied from one: install on the system that it runs on. ${place.renew}`,
  },
  'wrong-architecture': {
    is: failure => others(failure).some(other => other.platform === failure.host.platform),
    cure: ({ host, place }) =>
      `This process is ${host.architecture}${emulation(host)}. Install with the program that runs it, or run it with ` +
      `the one that installed it. ${place.renew}`,
  },
  'wrong-platform': {
    is: failure => others(failure).length > 0,
    cure: ({ host, place }) =>
      'node_modules was copied from another system, or package-lock.json was written there and names its packages ' +
      `alone: install on ${host.platform}. ${place.renew}`,
  },
  'damaged-file': {
    is: ({ error }) => error instanceof BrokenFile,
    cure: ({ place }) => `The file was not written in full or is something else. ${place.renew}`,
  },
  'missing-library': {
    is: failure => missingLibrary(failure) !== undefined,
    cure: failure =>
      `This system has no ${missingLibrary(failure)}, which this addon was linked with. ` +
      `Install it, or use the package for this platform, which needs no library of FFmpeg. ${failure.place.renew}`,
  },
  'old-libc': {
    is: ({ error }) => OLD_LIBC.test(messageOf(error)),
    cure: ({ error }) =>
      `The addon needs ${OLD_LIBC.exec(messageOf(error))?.[1]}, and this system's is older: ` +
      'run it on a newer distribution, or build it from source on this one.',
  },
  'old-runtime': {
    is: ({ error }) => /undefined symbol: napi_|symbol not found.*napi_/is.test(messageOf(error)),
    cure: () => 'This runtime has no Node-API, or an old one: update it.',
  },
  'not-permitted': {
    is: ({ error }) => FORBIDDEN.test(`${codeOf(error)} ${messageOf(error)}`),
    cure: () =>
      'The runtime or the system forbids to load addons. Node with --permission needs --allow-addons; Deno needs ' +
      '--allow-ffi and --allow-read; a file system that is mounted with noexec cannot hold the addon.',
  },
  'packed-in-asar': {
    is: ({ file }) => isInAsar(file ?? import.meta.url),
    cure: ({ host }) =>
      'The addon cannot be loaded out of an asar archive. With electron-builder set asarUnpack to "**/*.node", with ' +
      `Electron Forge packagerConfig.asar.unpack, and pack the optional dependency for ${describe(host)}.`,
  },
  'not-installed': {
    is: ({ error }) => error instanceof Absent,
    cure: ({ platform }) =>
      `The package ${PACKAGE}-${platform?.triple} is an optional dependency and was left out: by --omit=optional or ` +
      '--no-optional, or by a package-lock.json of another platform. Delete node_modules (and such a lock file) and ' +
      'install again without that option.',
  },
  unknown: {
    is: () => true,
    cure: ({ place }) => `What the system says is told above. ${place.renew}`,
  },
} satisfies Record<string, Row>

export type Problem = keyof typeof PROBLEMS

export function diagnose(failure: Failure): { problem: Problem; cure: string } {
  const rows = Object.entries(PROBLEMS) as [Problem, Row][]
  const [problem, row] = rows.find(([, { is }]) => is(failure)) ?? ['unknown', PROBLEMS.unknown]
  return { problem, cure: row.cure(failure) }
}

const OLD_LIBC = /version [`']((?:GLIBC|GLIBCXX|CXXABI)_[\d.]+)' not found/
const FORBIDDEN =
  /ERR_DLOPEN_DISABLED|ERR_ACCESS_DENIED|EACCES|EPERM|NotCapable|Requires \w+ access|failed to map segment|not permitted/

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const codeOf = (error: unknown): string => `${(error as { code?: unknown } | undefined)?.code ?? ''}`

/** How the dynamic linkers of glibc, musl and macOS say that they looked for a shared library in vain. */
const MISSING_LIBRARY = [
  /([^\s:]+): cannot open shared object file/,
  /Error loading shared library ([^\s:]+): No such file/,
  /Library not loaded: (\S+)/,
]

function missingLibrary({ error, file }: Failure): string | undefined {
  const names = MISSING_LIBRARY.map(pattern => pattern.exec(messageOf(error))?.[1])
  return names.find(name => name !== undefined && name !== file)
}

const isInAsar = (file: string): boolean => /\.asar[\\/]/.test(file)

const hostsOf = ({ platform, architectures, libc }: Binary): Host[] =>
  architectures.map(architecture => ({ platform, architecture, libc }))

/** What else than this host's addons there is: the file that was found, or else packages. */
function others({ error, installed }: Failure): readonly Host[] {
  return error instanceof Misfit ? hostsOf(error.binary) : error instanceof Absent ? installed : []
}

const isSameMachine = (one: Host, other: Host): boolean =>
  one.platform === other.platform && one.architecture === other.architecture

/** Programs for x64 run on ARM as well: by Rosetta, in Docker on a Mac, or by Windows. */
function emulation({ platform, architecture }: Host): string {
  const processor = (platform === 'win32' ? process.env.PROCESSOR_IDENTIFIER : cpus()[0]?.model) ?? ''
  const isEmulated = architecture === 'x64' && /apple|arm/i.test(processor)
  return isEmulated ? ` and is emulated (the processor is ${processor})` : ''
}
