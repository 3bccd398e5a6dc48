import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { runProgram } from '../support/child.js'
import { makeMedia } from '../support/media.js'
import { memoryLimit } from '../support/memory-limit.js'

const BYTES = 256 * 2 ** 20
const limit = memoryLimit(BYTES)
const directory = mkdtempSync(join(tmpdir(), 'webcodecs-'))
test.after.always(() => {
  limit.remove()
  rmSync(directory, { recursive: true })
})

const isLinux = process.platform === 'linux'
const run = isLinux ? test.serial : test.serial.skip
/** By what it is shown, or why not. */
const means = isLinux ? limit.means : 'Linux alone tells what a process takes'

const FRAMES = 30
const H264 = ['-c:v', 'libx264', '-preset', 'superfast', '-bf', '3']

/** A clip of so many lines in a file that the program reads. */
async function makeClip(t: ExecutionContext, lines: number): Promise<string> {
  const size = `${(lines * 16) / 9}x${lines}`
  const { config, chunks } = await makeMedia(t, 'clip.mp4', H264, { frames: FRAMES, size })
  const base64 = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString('base64')
  const clip = {
    config: { ...config, description: base64(config.description) },
    length: (FRAMES * 1e6) / 25,
    chunks: chunks.map(chunk => ({ ...chunk, data: base64(chunk.data) })),
  }
  const file = join(directory, `${lines}.json`)
  await writeFile(file, JSON.stringify(clip))
  return file
}

const clips = new Map<number, Promise<string>>()

/** Made by the first test that asks for it. */
function clip(t: ExecutionContext, lines: number): Promise<string> {
  const made = clips.get(lines) ?? makeClip(t, lines)
  clips.set(lines, made)
  return made
}

/** What a program prints that has so much memory, as JSON. */
async function result(t: ExecutionContext, program: string, args: (string | number)[]) {
  const { code, signal, stdout, stderr } = await runProgram(program, args, { wrapper: limit.wrapper })
  t.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
  return JSON.parse(stdout)
}

/** Resolves with how much was decoded and encoded. */
async function assertFits(t: ExecutionContext, args: (string | number)[]) {
  const { peak, ...counts } = await result(t, 'little-memory.js', args)
  t.log(`${Math.round(peak / 2 ** 20)} MB at most`)
  t.true(peak < BYTES, `${peak} bytes were resident`)
  return counts
}

run(`#dom-videodecoder-decode: pictures of 1080 lines are decoded in 256 MB (${means})`, async t => {
  const counts = await assertFits(t, [await clip(t, 1080), 300])
  t.deepEqual(counts, { decoded: 300, encoded: 0 })
})

/** Enough for all that looks ahead, and for what would pile up. */
const COUNT = { realtime: 150, quality: 60 }

for (const codec of ['avc1.64001f', 'vp8', 'vp09.00.31.08']) {
  for (const latencyMode of ['realtime', 'quality'] as const) {
    run(
      `#dom-videoencoder-encode: ${codec}: decoded pictures of 720 lines are encoded for ${latencyMode} in 256 MB (${means})`,
      async t => {
        const count = COUNT[latencyMode]
        const config = { codec, latencyMode, width: 1280, height: 720, bitrate: 2_000_000, framerate: 25 }
        const counts = await assertFits(t, [await clip(t, 720), count, JSON.stringify(config)])
        t.deepEqual(counts, { decoded: count, encoded: count })
      },
    )
  }
}

run(`#dom-videoencoder-configure: what cannot be in 256 MB is refused and ends no process (${means})`, async t => {
  const config = { codec: 'vp09.00.51.08', width: 3840, height: 2160, latencyMode: 'realtime' }
  const { message, ...answers } = await result(t, 'beyond-memory.js', [JSON.stringify(config)])
  t.deepEqual(answers, { supported: false, name: 'QuotaExceededError' })
  t.regex(message, /libvpx-vp9 takes \d+ MB of memory at least .* may have 256 MB/)
})

const FEW_BYTES = 8 * 2 ** 20

for (const codec of ['avc1.640028', 'vp8', 'vp09.00.40.08', 'hvc1.1.6.L120.B0', 'av01.0.08M.08']) {
  run(`#dom-videoencoder-configure: ${codec}: where the system gives no memory an error tells (${means})`, async t => {
    const config = { codec, width: 1920, height: 1080, latencyMode: 'realtime' }
    const { message, ...answers } = await result(t, 'beyond-memory.js', [JSON.stringify(config), FEW_BYTES])
    t.deepEqual(answers, { supported: false, name: 'QuotaExceededError' })
    t.regex(message, /^lib\S+ takes \d+ MB of memory at least .* the system does not give it/)
  })
}

run(`#dom-videoencoder-close: the system gets back what closed encoders have held (${means})`, async t => {
  const { open, closed } = await result(t, 'closed-encoders.js', [])
  t.true(closed < open / 3, `${closed} of ${open} bytes were still resident`)
})
