/** Zig and cargo-zigbuild, which link for an older glibc. Python's packages of them hold the programs. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.js'

/** Versions with the hash of each file. */
const REQUIREMENTS = fileURLToPath(new URL('./zig.requirements.txt', import.meta.url))

/** Where they are, below the workshop's folder, whether or not they are there yet. */
export function zigFolder(folder: string): string {
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex')
  return join(folder, 'tools', `zig-${hash.slice(0, 16)}`)
}

/** What makes cargo use them, which are installed when they are not there. */
export async function zigEnvironment(folder: string, logs: string): Promise<Record<string, string>> {
  const programs = zigFolder(folder)
  if (!existsSync(programs)) await install(programs, join(logs, 'zig.log'))
  const cache = join(folder, 'zig-cache')
  return {
    PATH: [join(programs, 'bin'), process.env.PATH].join(delimiter),
    CARGO_ZIGBUILD_ZIG_PATH: join(programs, 'ziglang', 'zig'),
    CARGO_ZIGBUILD_CACHE_DIR: join(cache, 'cargo-zigbuild'),
    ZIG_GLOBAL_CACHE_DIR: join(cache, 'global'),
    ZIG_LOCAL_CACHE_DIR: join(cache, 'local'),
  }
}

async function install(programs: string, log: string): Promise<void> {
  const unfinished = `${programs}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const options = ['--quiet', '--no-compile', '--only-binary', ':all:', '--require-hashes', '--target', unfinished]
  await run(['pip3', 'install', ...options, '--requirement', REQUIREMENTS], { cwd: unfinished, log })
  renameSync(unfinished, programs)
}
