/** `npm run packages`: the folders below npm/ as they are published, but for the addons, which builds put there. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gplManifest, gplReadme, mainManifest, platformManifest, platformReadme } from './manifests.js'
import { type MainManifest, platformPackages } from './table.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const main: MainManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

function write(folder: string, manifest: object, readme: string): void {
  const path = join(root, 'npm', folder)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  writeFileSync(join(path, 'README.md'), readme)
  cpSync(join(root, 'LICENSE'), join(path, 'LICENSE'))
}

/** The files of the main package, as npm picks them. */
function ownFiles(): string[] {
  const { stdout, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm pack failed')
  return JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path)
}

function writeMain(): void {
  const path = join(root, 'npm', 'main')
  rmSync(path, { recursive: true, force: true })
  for (const file of ownFiles()) cpSync(join(root, file), join(path, file))
  write('main', mainManifest(main), readFileSync(join(root, 'README.md'), 'utf8'))
}

for (const each of platformPackages(main)) write(each.folder, platformManifest(main, each), platformReadme(main, each))
write('gpl', gplManifest(main), gplReadme(main))
writeMain()
