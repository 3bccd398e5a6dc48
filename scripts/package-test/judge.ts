/** Judges what was encoded and decoded, by the ffmpeg program and the formulas of the clip. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FRAMES, HERTZ, picture, RATE, SECONDS } from './inside/clip.mjs'
import { AUDIO, codecsOf, VIDEO } from './inside/codecs.mjs'

/** What is wrong with some samples; nothing when they are right. */
type Fault = string | undefined

interface Kind {
  rows: { name: string; container: string }[]
  /** Options with which ffmpeg writes samples as our decoders give them. */
  bare: string[]
  fault: (samples: Buffer) => Fault
}

/** Mean difference of samples that a picture may have from its source, of 255. */
const LOSS = 5

/** As much of the power as has to be at the tone's frequency, and as much of its length as has to be there. */
const PURITY = 0.95
const LENGTH = 0.9

/** The faults of a run's files, by codec. */
export function faults(flavour: string, folder: string): Map<string, Fault> {
  const kinds: Kind[] = [
    { rows: codecsOf(flavour, VIDEO), bare: ['-f', 'rawvideo', '-pix_fmt', 'yuv420p'], fault: pictureFault },
    { rows: codecsOf(flavour, AUDIO), bare: ['-f', 'f32le', '-ac', '1', '-ar', `${RATE}`], fault: toneFault },
  ]
  return new Map(
    kinds.flatMap(({ rows, bare, fault }) =>
      rows.map(({ name, container }) => {
        const encoded = join(folder, `${name}.${container}`)
        const decoded = join(folder, `${name}.decoded`)
        if (!existsSync(encoded) || !existsSync(decoded)) return [name, 'left no files'] as const
        const decodedFault = fault(readFileSync(decoded))
        return [name, encodedFault(encoded, bare, fault) ?? (decodedFault && `decoded by us ${decodedFault}`)] as const
      }),
    ),
  )
}

/** Files that were judged already, by their contents: runtimes often write the same bytes. */
const judged = new Map<string, Fault>()

function encodedFault(file: string, bare: string[], fault: Kind['fault']): Fault {
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex')
  if (!judged.has(digest)) judged.set(digest, faultOf(file, bare, fault))
  return judged.get(digest)
}

function faultOf(file: string, bare: string[], fault: Kind['fault']): Fault {
  const args = ['-v', 'error', '-xerror', '-i', file, ...bare, '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 26 })
  return status === 0 ? fault(stdout) : `ffmpeg says ${stderr.toString().trim()}`
}

function pictureFault(samples: Buffer): Fault {
  const length = picture(0).length
  if (samples.length !== FRAMES * length) return `has ${samples.length / length} pictures of ${FRAMES}`
  for (let index = 0; index < FRAMES; index++) {
    const loss = difference(samples.subarray(index * length, (index + 1) * length), picture(index))
    if (loss > LOSS) return `differs by ${loss.toFixed(1)} in picture ${index}`
  }
  return undefined
}

function difference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length
}

function toneFault(bytes: Buffer): Fault {
  const samples = new Float32Array(Uint8Array.from(bytes).buffer)
  if (samples.length < RATE * SECONDS * LENGTH) return `has ${samples.length} samples of ${RATE * SECONDS}`
  const middle = samples.subarray(samples.length / 4, (samples.length * 3) / 4)
  const share = purity(middle)
  return share < PURITY ? `has ${(share * 100).toFixed(0)} % of its power at ${HERTZ} Hz` : undefined
}

/** The part of the power that a sine of the tone's frequency has, at whichever phase. */
function purity(samples: Float32Array): number {
  const sums = { sine: 0, cosine: 0, all: 0 }
  samples.forEach((sample, index) => {
    const angle = (2 * Math.PI * HERTZ * index) / RATE
    sums.sine += sample * Math.sin(angle)
    sums.cosine += sample * Math.cos(angle)
    sums.all += sample * sample
  })
  return sums.all === 0 ? 0 : (2 * (sums.sine ** 2 + sums.cosine ** 2)) / samples.length / sums.all
}
