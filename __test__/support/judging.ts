import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { temporaryDirectory, verdicts } from './programs.js'

interface Size {
  width: number
  height: number
}

/** How near a stream is to the I420 frames that it was made of: the ffmpeg program's psnr (in dB) and ssim filters. */
export async function quality(t: ExecutionContext, file: string, frames: Uint8Array[], { width, height }: Size) {
  const source = join(await temporaryDirectory(t), 'source.yuv')
  await writeFile(source, Buffer.concat(frames))
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-i', source]
  const numbered = 'settb=1/25,setpts=N,split'
  const graph = `[0]${numbered}[a][b];[1]${numbered}[c][d];[a][c]psnr[x];[b][d]ssim[y]`
  const outputs = ['-map', '[x]', '-f', 'null', '-', '-map', '[y]', '-f', 'null', '-']
  const said = await verdicts('-i', file, ...raw, '-filter_complex', graph, ...outputs)
  const figure = (pattern: RegExp) => Number(pattern.exec(said)?.[1] ?? Number.NaN)
  return { psnr: figure(/PSNR.* average:([\d.]+)/), ssim: figure(/SSIM.* All:([\d.]+)/) }
}
