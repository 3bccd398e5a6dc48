/** Where the packages of each platform are built. build:portable does not know the linkers of macOS and Windows yet. */

export interface Builder {
  /** As in the names of packages. */
  triple: string
  runner: string
  /** The image that it is built in, for the age of its libc. */
  image: string
  /** Docker's name of the processor where the runner has another one and emulates it. */
  emulated: string
}

/** Distributions whose libc is old enough: glibc 2.28, or the musl of a supported Alpine. */
const GLIBC = 'almalinux:8'
const MUSL = 'alpine:3.21'

/** AlmaLinux is not made for 32-bit ARM. */
const GLIBC_ARM = 'debian:bullseye'

const builder = (triple: string, runner: string, image: string, emulated = ''): Builder => ({
  triple,
  runner,
  image,
  emulated,
})

export const BUILDERS: readonly Builder[] = [
  builder('linux-x64-gnu', 'ubuntu-24.04', GLIBC),
  builder('linux-x64-musl', 'ubuntu-24.04', MUSL),
  builder('linux-arm64-gnu', 'ubuntu-24.04-arm', GLIBC),
  builder('linux-arm64-musl', 'ubuntu-24.04-arm', MUSL),
  builder('linux-arm-gnueabihf', 'ubuntu-24.04', GLIBC_ARM, 'linux/arm/v7'),
]

/** The matrix of a workflow's job for these platforms, or for all when none is named. Throws where one is unknown. */
export function matrix(triples: readonly string[]): { include: readonly Builder[] } {
  const unknown = triples.filter(triple => !BUILDERS.some(builder => builder.triple === triple))
  if (unknown.length > 0) throw new Error(`No builder is known for ${unknown.join(', ')}`)
  return { include: triples.length === 0 ? BUILDERS : BUILDERS.filter(({ triple }) => triples.includes(triple)) }
}
