/** Sources as their makers release them: pinned archives, accepted only with the hash that the recipe names. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PINS } from './pins.js'
import type { Pin } from './recipe.js'
import { BuildError, run } from './run.js'
import type { Provider, Source } from './source.js'

type Pins = Readonly<Record<string, Pin>>

/** Keeps archives and unpacked sources below `folder`. */
export const upstream =
  (folder: string, logs: string, pins: Pins = PINS): Provider =>
  async recipe => {
    const pin = pinOf(recipe.name, pins)
    mkdirSync(folder, { recursive: true })
    const archive = join(folder, `${recipe.name}-${basename(new URL(pin.url).pathname)}`)
    if (!existsSync(archive)) await download(pin, archive)
    const unpacked = join(folder, `${recipe.name}-${pin.version}-${pin.sha256.slice(0, 12)}`)
    if (!existsSync(unpacked)) await unpack(archive, unpacked, join(logs, `${recipe.name}-source.log`))
    return source(recipe.name, pin, unpacked)
  }

function pinOf(name: string, pins: Pins): Pin {
  const pin = pins[name]
  if (pin) return pin
  throw new BuildError(
    `${name}: no upstream release is pinned. Name its version, URL and SHA-256 in scripts/portable/pins.ts, or use --provider debian.`,
  )
}

function source(name: string, { version, url, sha256 }: Pin, folder: string): Source {
  const purl = `pkg:generic/${name}@${version}?download_url=${encodeURIComponent(url)}&checksum=sha256:${sha256}`
  return { name, version, purl, origin: url, files: [{ name: basename(new URL(url).pathname), sha256, url }], folder }
}

async function download({ url, sha256 }: Pin, archive: string): Promise<void> {
  const response = await fetch(url)
  if (!response.ok || !response.body) throw new BuildError(`${url}: ${response.status} ${response.statusText}`)
  const partial = `${archive}.partial`
  await pipeline(Readable.fromWeb(response.body), createWriteStream(partial))
  const found = await fileHash(partial)
  if (found !== sha256) {
    rmSync(partial)
    throw new BuildError(`${url} has the SHA-256 ${found}, but ${sha256} is pinned. It is not used.`)
  }
  renameSync(partial, archive)
}

export async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

async function unpack(archive: string, folder: string, log: string): Promise<void> {
  const partial = `${folder}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  // No path with a colon, before which GNU's tar would see a host.
  await run(['tar', '-xf', `../${basename(archive)}`, '--strip-components=1'], { cwd: partial, log })
  renameSync(partial, folder)
}
