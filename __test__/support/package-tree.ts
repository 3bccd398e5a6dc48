/** The package and those of its addons as npm installs them, in a folder of the test's own. */
import { execFile } from 'node:child_process'
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { thisHost, tripleOf } from '../../src/native/platforms.js'
import { VERSION } from '../../src/version.js'
import { ADDON, ADDON_NAME, folder, root } from './addon-files.js'

export const TRIPLE = tripleOf(thisHost())

export interface Installed {
  /** What `webcodecs-native` says to be. */
  version?: string
  /** Packages beside it, each with the addon's bytes in place of the one that is built here. */
  packages?: Record<string, { addon?: Uint8Array | string }>
}

/** A project's folder with these packages in its node_modules. */
export async function install(t: ExecutionContext, { version = VERSION, packages = {} }: Installed): Promise<string> {
  const project = await folder(t)
  await copyPackage(join(project, 'node_modules/webcodecs-native'), version)
  for (const [name, { addon }] of Object.entries(packages)) {
    const path = join(project, 'node_modules', name)
    await mkdir(path, { recursive: true })
    await writeFile(join(path, 'package.json'), JSON.stringify({ name, main: ADDON_NAME }))
    await (addon === undefined ? copyFile(ADDON, join(path, ADDON_NAME)) : writeFile(join(path, ADDON_NAME), addon))
  }
  return project
}

/** The main package without an addon. */
async function copyPackage(path: string, version: string): Promise<void> {
  await mkdir(path, { recursive: true })
  const whole = { recursive: true, dereference: true }
  for (const part of ['dist', 'index.js']) await cp(join(root, part), join(path, part), whole)
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await writeFile(join(path, 'package.json'), JSON.stringify({ ...manifest, version }))
}

export interface Printed {
  code: number | string | undefined
  stdout: string
  stderr: string
}

/** Runs a program in a node of its own, in a project. */
export function run(project: string, args: string[], env: Record<string, string> = {}): Promise<Printed> {
  return new Promise(resolve => {
    const options = { cwd: project, env: { ...process.env, NODE_OPTIONS: '', ...env } }
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal ?? 'unknown') : 0, stdout: stdout.trim(), stderr })
    })
  })
}
