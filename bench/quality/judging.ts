/** How good an encoded result is: the ffmpeg program's judgement. */
import { spawnSync } from 'node:child_process'
import { FRAMERATE, type RawClip, reading } from '../clips.js'
import type { Judging, Quality } from '../row.js'
import { identify } from '../streams.js'

/** Compares an encoded stream with the uncompressed clip that it was made of. */
function judge(file: string, clip: RawClip): Quality {
  const numbered = `settb=1/${FRAMERATE},setpts=N,split`
  const graph = `[0]${numbered}[a][b];[1]${numbered}[c][d];[a][c]psnr=shortest=1[x];[b][d]ssim=shortest=1[y]`
  const outputs = ['-map', '[x]', '-f', 'null', '-', '-map', '[y]', '-f', 'null', '-']
  const args = ['-hide_banner', '-nostdin', '-i', file, ...reading(clip), '-filter_complex', graph, ...outputs]
  const { stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const psnr = /PSNR.* average:([\d.]+|inf)/.exec(stderr)?.[1]
  const ssim = /SSIM.* All:([\d.]+)/.exec(stderr)?.[1]
  if (!psnr || !ssim) throw new Error(`the ffmpeg program cannot judge ${file}: ${stderr.slice(-300)}`)
  return { ...identify(file), figures: { 'PSNR dB': Number(psnr), SSIM: Number(ssim) } }
}

/** Over all planes; an SSIM of 1 is identity. */
export const against = (clip: RawClip): Judging => ({
  judge: file => judge(file, clip),
  unnoticed: { 'PSNR dB': 0.1, SSIM: 0.002 },
})
