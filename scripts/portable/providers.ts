/** Where sources come from. */
import { join } from 'node:path'
import { debian } from './debian.js'
import { BuildError } from './run.js'
import type { Provider } from './source.js'
import { type Platform, SYSTEMS, type System } from './systems.js'
import { upstream } from './upstream.js'

interface Origin {
  /** In words. */
  sources: string
  platforms: readonly Platform[]
  /** The programs that getting them takes. */
  tools: readonly string[]
  /** Keeps them below the folder. */
  start: (folder: string, logs: string) => Provider
}

const ORIGINS: Readonly<Record<string, Origin>> = {
  debian: {
    sources: "Debian's source packages",
    platforms: ['linux'],
    tools: ['dpkg-source'],
    start: (folder, logs) => debian(join(folder, 'debian'), logs),
  },
  upstream: {
    sources: 'pinned releases',
    platforms: ['linux', 'darwin', 'win32'],
    tools: ['tar'],
    start: (folder, logs) => upstream(join(folder, 'upstream'), logs),
  },
}

export const originNamed = (name: string): Origin | undefined =>
  Object.hasOwn(ORIGINS, name) ? ORIGINS[name] : undefined

/** Throws where sources of this kind are not to be had on the system. */
export function checkOrigin({ sources, platforms }: Origin, { platform, name }: System): void {
  if (platforms.includes(platform)) return
  const others = Object.keys(ORIGINS).filter(each => ORIGINS[each]?.platforms.includes(platform))
  const systems = platforms.map(each => SYSTEMS[each].name).join(', ')
  throw new BuildError(
    `${sources} can be had on ${systems} alone; on ${name} use ${others.map(each => `--provider ${each}`).join(' or ')}.`,
  )
}
