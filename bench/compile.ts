/** Compiles the bench to JavaScript: the measured processes run without a TypeScript loader, which would cost them 30 MB. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, root } from './paths.js'

/** The compiled entry of measured processes. */
export function compileChild(): string {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'bench/tsconfig.json')], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('the bench does not compile')
  return join(build, 'bench/child.js')
}
