/**
 * The tests as JavaScript, in a tree that has all else that there is in the checkout by links. There Node loads them by itself:
 * in each of a hundred threads a loader takes longer to start than most of the tests.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folders whose TypeScript is compiled, as `tsconfig.json` beside this file says. */
const FOLDERS = ['__test__', 'examples', 'scripts', 'src']

/** Makes it anew. Throws when the compiler does not understand a file. */
export function makeTree(root: string, tree: string): void {
  rmSync(tree, { recursive: true, force: true })
  mkdirSync(tree, { recursive: true })
  const files = FOLDERS.flatMap(folder => filesUnder(root, folder))
  for (const name of [...readdirSync(root).filter(entry => !FOLDERS.includes(entry)), ...files]) {
    mkdirSync(join(tree, dirname(name)), { recursive: true })
    symlinkSync(join(root, name), join(tree, name))
  }
  compile(root, tree)
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesUnder(root, path) : path
  })
}

function compile(root: string, tree: string): void {
  const compiler = join(root, 'node_modules/typescript/lib/tsc.js')
  const args = ['-p', join(root, 'scripts/tests/tsconfig.json'), '--outDir', tree]
  const { status } = spawnSync(process.execPath, [compiler, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error('The tests are not to be compiled.')
}
