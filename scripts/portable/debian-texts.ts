/** Debian's formats: sources lists, records of packages, descriptions of source packages, versions. */
import { spawnSync } from 'node:child_process'
import { BuildError } from './run.js'
import type { SourceFile } from './source.js'

/** A place that packages come from. */
interface Place {
  uri: string
  suite: string
  components: string
  signedBy: string
}

/**
 * The one-line sources list with which the sources of `codename`, and of its updates, come from the places that the
 * system's own lists (of either format) name. Others, of another maker's packages, are left out by their suite.
 */
export function sourcesList(systemLists: readonly string[], codename: string): string {
  const places = systemLists.flatMap(text => (/^Types:/m.test(text) ? deb822(text) : oneLine(text)))
  const ours = places.filter(({ suite, components }) => isOf(suite, codename) && /\bmain\b/.test(components))
  if (ours.length === 0) throw new BuildError(`The sources lists in /etc/apt name no mirror of ${codename}.`)
  const lines = ours.map(({ uri, suite, signedBy }) => {
    const options = signedBy ? `[signed-by=${signedBy}] ` : ''
    return `deb-src ${options}${uri} ${suite} main\n`
  })
  return [...new Set(lines)].join('')
}

const isOf = (suite: string, codename: string) => suite === codename || suite.startsWith(`${codename}-`)

function deb822(text: string): Place[] {
  return text.split(/\n\s*\n/).flatMap(paragraph => {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'mi').exec(paragraph)?.[1]?.trim() ?? ''
    if (/^no$/i.test(field('Enabled'))) return []
    const [uris, suites] = [words(field('URIs')), words(field('Suites'))]
    const [components, signedBy] = [field('Components'), field('Signed-By')]
    return uris.flatMap(uri => suites.map(suite => ({ uri, suite, components, signedBy })))
  })
}

function oneLine(text: string): Place[] {
  return text.split('\n').flatMap(line => {
    const [, options = '', uri, suite, components = ''] =
      /^\s*deb(?:-src)?\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*(.*)$/.exec(line) ?? []
    if (!uri || !suite) return []
    return [{ uri, suite, components, signedBy: /signed-by=(\S+)/.exec(options)?.[1] ?? '' }]
  })
}

const words = (text: string) => text.split(/\s+/).filter(Boolean)

/** Of the records that `apt-cache showsrc` prints. */
export const versionsIn = (records: string): string[] =>
  [...records.matchAll(/^Version: (\S+)$/gm)].flatMap(([, version]) => version ?? [])

/** Each version once, newest first. */
export const newest = (versions: readonly string[], compare: (a: string, b: string) => number): string[] =>
  [...new Set(versions)].sort((a, b) => compare(b, a))

/** As dpkg orders them. */
export function compareVersions(a: string, b: string): number {
  const is = (relation: string) => spawnSync('dpkg', ['--compare-versions', a, relation, b]).status === 0
  return is('lt') ? -1 : is('gt') ? 1 : 0
}

/** What a .dsc file says of the files that belong to it. */
export function fileHashes(description: string): SourceFile[] {
  const block = /^Checksums-Sha256:\s*\n((?:[ \t].*\n?)+)/m.exec(description)?.[1] ?? ''
  return block
    .split('\n')
    .map(line => words(line))
    .flatMap(([sha256, , name]) => (sha256 && name ? [{ name, sha256 }] : []))
}
