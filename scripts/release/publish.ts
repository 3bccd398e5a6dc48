/**
 * `publish.ts v1.2.3`: publishes the folders below npm/, which `npm run packages` and the builds have filled. The packages of
 * the platforms come first and the main one last, so that nobody can install one whose parts are not there. A release that
 * broke off goes on where it was: what the registry has is left out.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MainManifest } from '../packages/table.js'
import { faults, order } from './contents.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

function npm(...args: string[]) {
  const { status, stdout } = spawnSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  return { succeeded: status === 0, stdout }
}

function publish(folder: string): void {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const isThere = npm('view', `${name}@${version}`, 'version').stdout.trim() === version
  if (!isThere) send(folder, name)
  console.log(`${name} ${isThere ? 'is there' : 'is published'}`)
}

function send(folder: string, name: string): void {
  const { succeeded } = npm('publish', folder, '--provenance', '--access', 'public', '--tag', 'next')
  if (!succeeded) throw new Error(`${name} could not be published; run this again to go on from here`)
}

const main: MainManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const found = faults(main, process.argv[2] ?? '', join(root, 'npm'))
if (found.length > 0) throw new Error(`Nothing is published: ${found.join('; ')}`)
for (const { folder } of order(main)) publish(join(root, 'npm', folder))
