/** Sources as Debian packages them: apt-get checks their signatures, and Debian's patches are applied. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareVersions, fileHashes, newest, sourcesList, versionsIn } from './debian-texts.js'
import { BuildError, output, run } from './run.js'
import type { Provider, Source } from './source.js'

/** Keeps apt's state and the sources below `folder`; the system's own lists are read and left alone. */
export function debian(folder: string, logs: string): Provider {
  const apt = new PrivateApt(folder, join(logs, 'apt.log'))
  return async ({ name, debian: packageName }) => {
    await apt.update()
    const versions = apt.versions(packageName)
    if (versions.length === 0) throw new BuildError(`${packageName}: Debian's lists have no such source package.`)
    const { version, unpacked } = await firstThatCanBeHad(apt, packageName, versions)
    return describe(name, packageName, version, unpacked)
  }
}

/** A list may name a version that the mirror no longer has; the one before it is there then. */
async function firstThatCanBeHad(apt: PrivateApt, packageName: string, versions: string[]) {
  const failures: string[] = []
  for (const version of versions) {
    try {
      return { version, unpacked: await apt.source(packageName, version) }
    } catch (error) {
      if (!(error instanceof BuildError)) throw error
      failures.push(error.message)
    }
  }
  throw new BuildError(`${packageName}: no version could be had.\n${failures.join('\n')}`)
}

function describe(name: string, packageName: string, version: string, unpacked: string): Source {
  const description = readdirSync(unpacked).find(file => file.endsWith('.dsc'))
  if (!description) throw new BuildError(`${unpacked} has no .dsc file.`)
  return {
    name,
    version,
    purl: `pkg:deb/debian/${packageName}@${encodeURIComponent(version)}?arch=source`,
    origin: `Debian's source package ${packageName} ${version}`,
    files: fileHashes(readFileSync(join(unpacked, description), 'utf8')),
    folder: join(unpacked, 'source'),
  }
}

/** apt-get with lists, caches and a sources list of its own. */
class PrivateApt {
  readonly #folder: string
  readonly #log: string
  readonly #options: string[]
  #updated = false

  constructor(folder: string, log: string) {
    this.#folder = folder
    this.#log = log
    this.#options = [
      ...['-o', `Dir::Etc::sourcelist=${folder}/sources.list`, '-o', 'Dir::Etc::sourceparts=-'],
      ...['-o', `Dir::State::lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`],
      ...['-o', 'APT::Sandbox::User='],
    ]
  }

  /** Once a run. A failed update is not the end where lists are there from before. */
  async update(): Promise<void> {
    if (this.#updated) return
    for (const each of ['lists/partial', 'cache/archives/partial', 'sources']) {
      mkdirSync(join(this.#folder, each), { recursive: true })
    }
    writeFileSync(join(this.#folder, 'sources.list'), sourcesList(systemSources(), codename()))
    try {
      await run(['apt-get', ...this.#options, '-q', 'update'], { cwd: this.#folder, log: this.#log })
    } catch (error) {
      const lists = readdirSync(join(this.#folder, 'lists')).some(file => file.includes('Sources'))
      if (!lists) throw error
      console.error('apt-get update failed; the lists of an earlier run are used.')
    }
    this.#updated = true
  }

  /** The versions that the lists have, newest first. */
  versions(packageName: string): string[] {
    const records = output(['apt-cache', ...this.#options, 'showsrc', '--only-source', packageName])
    return newest(versionsIn(records), compareVersions)
  }

  /** The folder with the files of a version, and with what they unpack to as `source`. */
  async source(packageName: string, version: string): Promise<string> {
    const folder = join(this.#folder, 'sources', `${packageName}_${version.replace(/[:~/]/g, '-')}`)
    if (existsSync(folder)) return folder
    const partial = `${folder}.partial`
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial)
    const options = { cwd: partial, log: this.#log }
    const command = ['apt-get', ...this.#options, '-q', 'source', '--only-source', '--download-only']
    await run([...command, `${packageName}=${version}`], options)
    const description = readdirSync(partial).find(file => file.endsWith('.dsc')) ?? ''
    await run(['dpkg-source', '--extract', description, 'source'], options)
    renameSync(partial, folder)
    return folder
  }
}

/** The system's own sources lists, whose mirrors are used. */
function systemSources(): string[] {
  const parts = '/etc/apt/sources.list.d'
  const files = existsSync(parts) ? readdirSync(parts).map(file => join(parts, file)) : []
  return ['/etc/apt/sources.list', ...files]
    .filter(file => /\.(list|sources)$/.test(file) && existsSync(file))
    .map(file => readFileSync(file, 'utf8'))
}

function codename(): string {
  const name = /^VERSION_CODENAME=(\S+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  if (!name) throw new BuildError('/etc/os-release names no VERSION_CODENAME; use --provider upstream.')
  return name
}
