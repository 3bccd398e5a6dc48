/** What an addon asks of the system that it is loaded on. */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The libraries that every system with glibc has. */
const EVERYWHERE = /^(libc|libm|libmvec|libdl|libpthread|librt|ld-linux-[\w-]+)\.so\.\d$/

/** Bytes at most, unpacked. */
const SIZES: Record<string, number> = { lgpl: 20e6, gpl: 45e6 }

export interface Demands {
  bytes: number
  libraries: string[]
  /** The newest version of glibc that it asks for. */
  glibc: string
}

export function demandsOf(file: string): Demands {
  const { status, stdout } = spawnSync('objdump', ['-p', file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`objdump cannot read ${file}`)
  const versions = [...stdout.matchAll(/ GLIBC_([\d.]+)$/gm)].map(([, version = '']) => version)
  return {
    bytes: statSync(file).size,
    libraries: [...stdout.matchAll(/^ +NEEDED +(\S+)$/gm)].map(([, name = '']) => name),
    glibc: versions.sort(byNumbers).at(-1) ?? 'none',
  }
}

/** What is more than may be asked. That is the machine's own glibc where it is built, which is named. */
export function excess({ bytes, libraries, glibc }: Demands, flavour: string): string[] {
  const limit = SIZES[flavour] ?? 0
  const foreign = libraries.filter(name => !EVERYWHERE.test(name))
  const own = ownGlibc()
  return [
    ...foreign.map(name => `needs ${name}`),
    ...(bytes > limit ? [`has ${bytes} bytes of at most ${limit}`] : []),
    ...(byNumbers(glibc, own) > 0 ? [`needs glibc ${glibc}, and this is ${own}`] : []),
  ]
}

function ownGlibc(): string {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime ?? '0'
}

const byNumbers = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true })
