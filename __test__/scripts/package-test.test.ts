/** The judges of `npm run test:package`, which itself is no part of these tests. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { FRAMES, HEIGHT, picture, RATE, tone, WIDTH } from '../../scripts/package-test/inside/clip.mjs'
import { faults } from '../../scripts/package-test/judge.js'
import { folder } from '../support/addon-files.js'

test('faults: of what is not there, for each codec of the flavour', async t => {
  const nothing = await folder(t)
  const [lgpl, gpl] = [faults('lgpl', nothing), faults('gpl', nothing)]
  t.true([...lgpl.values()].every(fault => fault === 'left no files'))
  t.deepEqual(
    [...gpl.keys()].filter(name => !lgpl.has(name)),
    ['hevc'],
  )
})

test('faults: pictures and tones are compared with their formulas, as ffmpeg decodes them and as we do', async t => {
  const path = await folder(t)
  const pictures = Array.from({ length: FRAMES }, (_, index) => picture(index))
  const right = { vp8: Buffer.concat(pictures), flac: Buffer.from(tone().buffer) }
  const ffmpeg = (args: string[], input: Uint8Array, file: string) =>
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, join(path, file)], { input })
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${WIDTH}x${HEIGHT}`, '-i', '-', '-c:v', 'ffv1']
  const samples = ['-f', 'f32le', '-ac', '1', '-ar', `${RATE}`, '-i', '-', '-c:a', 'pcm_f32le']
  const judge = (encoded: typeof right, decoded: typeof right) => {
    ffmpeg(raw, encoded.vp8, 'vp8.mkv')
    ffmpeg(samples, encoded.flac, 'flac.mkv')
    for (const [name, bytes] of Object.entries(decoded)) writeFileSync(join(path, `${name}.decoded`), bytes)
    const found = faults('lgpl', path)
    return [found.get('vp8'), found.get('flac')]
  }
  const backwards = Buffer.concat(pictures.toReversed())
  const octave = Buffer.from(tone().map((_, index, all) => all[(2 * index) % all.length] ?? 0).buffer)
  const wrong = { vp8: backwards, flac: octave }
  t.deepEqual(judge(right, right), [undefined, undefined])
  t.deepEqual(
    judge(right, wrong).map(fault => fault?.split(' ').slice(0, 4).join(' ')),
    ['decoded by us differs', 'decoded by us has'],
  )
  t.deepEqual(
    judge(wrong, right).map(fault => fault?.split(' ')[0]),
    ['differs', 'has'],
  )
  const short = { vp8: right.vp8.subarray(picture(0).length), flac: right.flac.subarray(RATE) }
  t.deepEqual(judge(short, right), [`has ${FRAMES - 1} pictures of ${FRAMES}`, 'has 12000 samples of 24000'])
})
