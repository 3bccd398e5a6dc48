import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How a program is started so that it has so much memory. */
export interface MemoryLimit {
  /** For titles: by what. */
  means: string
  /** A program, with arguments, that starts the other one. */
  wrapper: string[]
  /** To be called when all programs have ended. */
  remove(): void
}

/** A version of Linux's control groups: where they are, and what to write into a new one of so many bytes. */
interface Version {
  /** How a line of /proc/self/cgroup begins that names this process's own group. */
  line: RegExp
  mount: string
  limits(bytes: number): Record<string, number>
  /** Where there is memory to swap to: it is not to be had either. */
  swap: Record<string, number>
}

const VERSIONS: Version[] = [
  {
    line: /^0::(.*)$/m,
    mount: '/sys/fs/cgroup',
    limits: bytes => ({ 'memory.max': bytes }),
    swap: { 'memory.swap.max': 0 },
  },
  {
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m,
    mount: '/sys/fs/cgroup/memory',
    limits: bytes => ({ 'memory.limit_in_bytes': bytes }),
    swap: { 'memory.swappiness': 0 },
  },
]

/** A control group within that one. Throws where none with these limits can be made. */
function groupWithin(parent: string, { limits, swap }: Version, bytes: number): MemoryLimit {
  const group = join(parent, `webcodecs-test-${process.pid}`)
  mkdirSync(group)
  const remove = () => rmdirSync(group)
  try {
    for (const [file, value] of Object.entries(limits(bytes)))
      writeFileSync(join(group, file), `${value}`, { flag: 'r+' })
    for (const [file, value] of Object.entries(swap)) {
      if (existsSync(join(group, file))) writeFileSync(join(group, file), `${value}`, { flag: 'r+' })
    }
    const enter = `echo $$ >"${group}/cgroup.procs"\nexec "$@"`
    return { means: 'a control group', wrapper: ['sh', '-ec', enter, 'sh'], remove }
  } catch (error) {
    remove()
    throw error
  }
}

/**
 * So much memory for programs: by a control group, beyond which the kernel ends them. Where none can be made, by the limit of
 * resident memory, which Linux lets programs exceed: then it is for the test to look at what they took.
 */
export function memoryLimit(bytes: number): MemoryLimit {
  const own = existsSync('/proc/self/cgroup') ? readFileSync('/proc/self/cgroup', 'utf8') : ''
  for (const version of VERSIONS) {
    const [, path = '/'] = version.line.exec(own) ?? []
    for (const parent of [join(version.mount, path), version.mount]) {
      try {
        return groupWithin(parent, version, bytes)
      } catch {
        // The next place may do.
      }
    }
  }
  const wrapper = ['sh', '-ec', `ulimit -m ${bytes / 1024}\nexec "$@"`, 'sh']
  return { means: 'what is resident, as no control group can be made here', wrapper, remove: () => {} }
}
