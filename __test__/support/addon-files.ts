/** Addons that are not what they should be, made from the one that is built here. */
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { thisHost, tripleOf } from '../../src/native/platforms.js'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The name that napi gives the addon's file. */
export const ADDON_NAME = `webcodecs-native.${tripleOf(thisHost())}.node`
export const ADDON = join(root, 'native', ADDON_NAME)

/** For what is done with the bytes of an addon that is linked with glibc. */
export const onGlibc = thisHost().libc === 'glibc' ? test : test.skip

/** A folder that goes when the test ends. */
export async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'loader-'))
  t.teardown(() => rm(path, { recursive: true }))
  return path
}

/** Writes bytes to `name` in a folder of the test's own, and tells where. */
export async function fileOf(t: ExecutionContext, bytes: Uint8Array | string, name = 'addon.node'): Promise<string> {
  const file = join(await folder(t), name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, bytes)
  return file
}

/** The addon with each `from` replaced by `to`, padded to its length. */
export function altered(from: string, to: string): Buffer {
  const bytes = readFileSync(ADDON)
  const replacement = Buffer.from(to.padEnd(from.length, '\0'), 'latin1')
  let at = bytes.indexOf(from, 0, 'latin1')
  if (at < 0) throw new Error(`The addon does not contain ${from}`)
  for (; at >= 0; at = bytes.indexOf(from, at + from.length, 'latin1')) replacement.copy(bytes, at)
  return bytes
}

/** The addon, said to be for another machine (ELF's e_machine). */
export function forMachine(machine: number): Buffer {
  const bytes = readFileSync(ADDON)
  bytes.writeUInt16LE(machine, 18)
  return bytes
}

/** The head of a library for macOS on one processor. */
export function machOHead(processor: number): Buffer {
  const bytes = Buffer.alloc(32)
  bytes.writeUInt32LE(0xfeedfacf, 0)
  bytes.writeUInt32LE(processor, 4)
  return bytes
}

/** A library for macOS of parts for several processors, of 8 bytes each. */
export function universal(...processors: number[]): Buffer {
  const bytes = Buffer.alloc(8 + processors.length * (20 + 8))
  bytes.writeUInt32BE(0xcafebabe, 0)
  bytes.writeUInt32BE(processors.length, 4)
  for (const [index, processor] of processors.entries()) {
    const start = 8 + index * 20
    bytes.writeUInt32BE(processor, start)
    bytes.writeUInt32BE(8 + processors.length * 20 + index * 8, start + 8)
    bytes.writeUInt32BE(8, start + 12)
  }
  return bytes
}

/** A library for Windows with one section of 16 bytes. */
export function windowsLibrary(machine: number): Buffer {
  const [start, section] = [64, 64 + 24]
  const bytes = Buffer.alloc(section + 40 + 16)
  bytes.write('MZ', 0)
  bytes.writeUInt32LE(start, 60)
  bytes.write('PE', start)
  bytes.writeUInt16LE(machine, start + 4)
  bytes.writeUInt16LE(1, start + 6)
  bytes.writeUInt32LE(16, section + 16)
  bytes.writeUInt32LE(section + 40, section + 20)
  return bytes
}
