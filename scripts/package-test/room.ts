/** A root file system with some programs, the libraries that these need, and nothing else; entered without a network. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

/** What must not be in it, or the test shows nothing. */
const FOREIGN = /^(lib(av|sw)\w+\.so|(ffmpeg|ffprobe|gcc|cc|c\+\+|clang|ld|rustc|cargo)$)/

const DEVICES = ['null', 'zero', 'random', 'urandom']

export class Room {
  /** Its root as it is seen from outside. */
  readonly path: string

  /** Makes it anew. */
  constructor(path: string) {
    this.path = path
    rmSync(path, { recursive: true, force: true })
    for (const folder of ['bin', 'dev', 'proc', 'tmp', 'etc']) mkdirSync(join(path, folder), { recursive: true })
    command('cp', '-a', ...DEVICES.map(name => `/dev/${name}`), join(path, 'dev'))
  }

  /** Puts a program into /bin, and the libraries that it is linked with where it looks for them. */
  add(program: string, name: string): void {
    cpSync(program, join(this.path, 'bin', name))
    const { stdout } = command('ldd', program)
    for (const [, library = ''] of stdout.matchAll(/(\/\S+) \(0x/g)) this.#copy(library)
  }

  #copy(file: string): void {
    const into = join(this.path, file)
    if (existsSync(into)) return
    mkdirSync(dirname(into), { recursive: true })
    cpSync(file, into, { dereference: true })
  }

  /** Names of files that have no place in it. */
  foreign(): string[] {
    const files = readdirSync(this.path, { recursive: true, encoding: 'utf8' })
    return files.filter(file => !file.includes('node_modules') && FOREIGN.test(basename(file)))
  }

  /** Runs a program of its /bin in it, with no other process in sight and a loop-back device that is down. */
  run(program: string, args: string[], env: Record<string, string> = {}): Ended {
    const enter = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'
    const command = [...NAMESPACES, 'sh', '-c', enter, this.path, `/bin/${program}`, ...args]
    return spawned('unshare', command, { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/tmp', ...env })
  }
}

const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child']

/** Throws where namespaces cannot be had. */
export function checkPermission(): void {
  const { status, stderr } = spawned('unshare', [...NAMESPACES, 'true'])
  if (status !== 0) throw new Error(`A room without a network needs root, or CAP_SYS_ADMIN: ${stderr.trim()}`)
}

function spawned(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Ended {
  return spawnSync(program, args, { env, encoding: 'utf8', timeout: 10 * 60_000, killSignal: 'SIGKILL' })
}

function command(program: string, ...args: string[]): Ended {
  const ended = spawned(program, args)
  if (ended.status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${ended.stderr}`)
  return ended
}
