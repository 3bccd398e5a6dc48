/** Where the packages of each platform are built. */

interface Runner {
  /** As in the names of packages. */
  triple: string
  runner: string
}

/** In a container of an old distribution, for the age of its libc. */
interface Container extends Runner {
  place: 'container'
  image: string
  /** Docker's name of the processor where the runner has another one and emulates it. */
  emulated: string
}

/** On the runner itself, by one of Rust's toolchains. */
interface Plain extends Runner {
  place: 'runner'
  toolchain: string
}

/** In an environment of MSYS2, which has a compiler and a shell. */
interface Msys2 extends Runner {
  place: 'msys2'
  environment: string
  toolchain: string
}

export type Builder = Container | Plain | Msys2

/** Distributions whose libc is old enough: glibc 2.28, or the musl of a supported Alpine. */
const GLIBC = 'almalinux:8'
const MUSL = 'alpine:3.21'

/** AlmaLinux is not made for 32-bit ARM. */
const GLIBC_ARM = 'debian:bullseye'

const container = (triple: string, runner: string, image: string, emulated = ''): Container => ({
  ...{ triple, runner, place: 'container' },
  image,
  emulated,
})

const macos = (triple: string, runner: string): Plain => ({
  ...{ triple, runner, place: 'runner' },
  toolchain: 'stable',
})

/** With the toolchain whose libraries go with those of MSYS2. */
const windows = (triple: string, runner: string, environment: string, processor: string): Msys2 => ({
  ...{ triple, runner, place: 'msys2' },
  environment,
  toolchain: `stable-${processor}-pc-windows-gnullvm`,
})

export const BUILDERS: readonly Builder[] = [
  container('linux-x64-gnu', 'ubuntu-24.04', GLIBC),
  container('linux-x64-musl', 'ubuntu-24.04', MUSL),
  container('linux-arm64-gnu', 'ubuntu-24.04-arm', GLIBC),
  container('linux-arm64-musl', 'ubuntu-24.04-arm', MUSL),
  container('linux-arm-gnueabihf', 'ubuntu-24.04', GLIBC_ARM, 'linux/arm/v7'),
  macos('darwin-x64', 'macos-15-intel'),
  macos('darwin-arm64', 'macos-15'),
  windows('win32-x64-msvc', 'windows-2025', 'CLANG64', 'x86_64'),
  windows('win32-arm64-msvc', 'windows-11-arm', 'CLANGARM64', 'aarch64'),
]

/** The matrix of a workflow's job for these platforms, or for all when none is named. Throws where one is unknown. */
export function matrix(triples: readonly string[]): { include: readonly Builder[] } {
  const unknown = triples.filter(triple => !BUILDERS.some(builder => builder.triple === triple))
  if (unknown.length > 0) throw new Error(`No builder is known for ${unknown.join(', ')}`)
  return { include: triples.length === 0 ? BUILDERS : BUILDERS.filter(({ triple }) => triples.includes(triple)) }
}
