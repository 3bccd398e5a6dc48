/** What a release publishes, and in which order. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ENCLOSED } from '../packages/manifests.js'
import { type MainManifest, platformPackages } from '../packages/table.js'
import { BUILDERS } from './platforms.js'

/** Folders below npm/, in the order in which they are published. */
export function order(main: MainManifest): { folder: string; files: string[] }[] {
  const built = BUILDERS.flatMap(({ triple }) => [triple, `${triple}-gpl`])
  const ofPlatforms = platformPackages(main)
    .filter(({ folder }) => built.includes(folder))
    .map(({ folder, addon }) => ({ folder, files: [addon, ...ENCLOSED] }))
  return [...ofPlatforms, { folder: 'gpl', files: [] }, { folder: 'main', files: ['index.js', 'dist/index.js'] }]
}

/** What is missing or of another version, before anything is published. */
export function faults(main: MainManifest, tag: string, npm: string): string[] {
  const ofTag = tag === `v${main.version}` ? [] : [`the tag is ${tag}, the version ${main.version}`]
  const ofFolders = order(main).flatMap(({ folder, files }) =>
    ['package.json', ...files]
      .filter(file => !existsSync(join(npm, folder, file)))
      .map(file => `no npm/${folder}/${file}`),
  )
  return [...ofTag, ...ofFolders]
}
