import { createRequire } from 'node:module'
import { type Binary, inspect, type Libc } from './binary.js'

const require = createRequire(import.meta.url)

/** What an addon has to fit. */
export interface Host {
  platform: NodeJS.Platform
  /** As `process.arch`. */
  architecture: string
  /** Of Linux only, where two are in use. */
  libc?: Libc | undefined
}

export interface Platform extends Required<Omit<Host, 'libc'>> {
  /** As in the names of packages and files. */
  triple: string
  libc?: Libc
  /** The addon's file in the package for this platform. Throws where that is not installed. */
  resolve: () => string
  /** The addon in that file. */
  load: () => unknown
}

/**
 * Every platform that has a package. Each stands in a `require()` in full, so that programs that collect the files of a
 * deployment find it.
 */
export const PLATFORMS: readonly Platform[] = [
  {
    ...{ triple: 'linux-x64-gnu', platform: 'linux', architecture: 'x64', libc: 'glibc' },
    resolve: () => require.resolve('webcodecs-native-linux-x64-gnu'),
    load: () => require('webcodecs-native-linux-x64-gnu'),
  },
  {
    ...{ triple: 'linux-x64-musl', platform: 'linux', architecture: 'x64', libc: 'musl' },
    resolve: () => require.resolve('webcodecs-native-linux-x64-musl'),
    load: () => require('webcodecs-native-linux-x64-musl'),
  },
  {
    ...{ triple: 'linux-arm64-gnu', platform: 'linux', architecture: 'arm64', libc: 'glibc' },
    resolve: () => require.resolve('webcodecs-native-linux-arm64-gnu'),
    load: () => require('webcodecs-native-linux-arm64-gnu'),
  },
  {
    ...{ triple: 'linux-arm64-musl', platform: 'linux', architecture: 'arm64', libc: 'musl' },
    resolve: () => require.resolve('webcodecs-native-linux-arm64-musl'),
    load: () => require('webcodecs-native-linux-arm64-musl'),
  },
  {
    ...{ triple: 'linux-arm-gnueabihf', platform: 'linux', architecture: 'arm', libc: 'glibc' },
    resolve: () => require.resolve('webcodecs-native-linux-arm-gnueabihf'),
    load: () => require('webcodecs-native-linux-arm-gnueabihf'),
  },
  {
    ...{ triple: 'darwin-x64', platform: 'darwin', architecture: 'x64' },
    resolve: () => require.resolve('webcodecs-native-darwin-x64'),
    load: () => require('webcodecs-native-darwin-x64'),
  },
  {
    ...{ triple: 'darwin-arm64', platform: 'darwin', architecture: 'arm64' },
    resolve: () => require.resolve('webcodecs-native-darwin-arm64'),
    load: () => require('webcodecs-native-darwin-arm64'),
  },
  {
    ...{ triple: 'win32-x64-msvc', platform: 'win32', architecture: 'x64' },
    resolve: () => require.resolve('webcodecs-native-win32-x64-msvc'),
    load: () => require('webcodecs-native-win32-x64-msvc'),
  },
  {
    ...{ triple: 'win32-arm64-msvc', platform: 'win32', architecture: 'arm64' },
    resolve: () => require.resolve('webcodecs-native-win32-arm64-msvc'),
    load: () => require('webcodecs-native-win32-arm64-msvc'),
  },
]

export const platformOf = (host: Host): Platform | undefined =>
  PLATFORMS.find(
    ({ platform, architecture, libc }) =>
      platform === host.platform && architecture === host.architecture && libc === host.libc,
  )

/** As napi-rs calls the host's files and packages. */
export const tripleOf = (host: Host): string =>
  platformOf(host)?.triple ??
  [host.platform, host.architecture, ...(host.libc ? [host.libc === 'musl' ? 'musl' : 'gnu'] : [])].join('-')

export const fits = (binary: Binary, host: Host): boolean =>
  binary.platform === host.platform &&
  binary.architectures.includes(host.architecture) &&
  (binary.libc === undefined || binary.libc === host.libc)

/** E.g. "linux arm64, musl". */
export function describe({ platform, architecture, libc }: Host): string {
  return [`${platform} ${architecture}`, ...(libc ? [libc] : [])].join(', ')
}

/** The process that we are in. No other one is started to find out. */
export function thisHost(): Host {
  const { platform, arch: architecture } = process
  return platform === 'linux' ? { platform, architecture, libc: ownLibc() } : { platform, architecture }
}

/** The libc is that which the runtime's own program is linked with; one that does not tell has a report of itself. */
function ownLibc(): Libc {
  try {
    const { libc } = inspect(process.execPath)
    if (libc) return libc
  } catch {
    // Not permitted, or a program of an unknown kind: the report below tells.
  }
  return reportedGlibc() ? 'glibc' : 'musl'
}

function reportedGlibc(): string | undefined {
  const report: Partial<NodeJS.ProcessReport> & { excludeNetwork?: boolean } = process.report ?? {}
  const { excludeNetwork = false } = report
  report.excludeNetwork = true // names of connected hosts would be looked up otherwise, which takes long
  try {
    const { header } = (report.getReport?.() ?? {}) as { header?: { glibcVersionRuntime?: string } }
    return header?.glibcVersionRuntime
  } finally {
    report.excludeNetwork = excludeNetwork
  }
}
