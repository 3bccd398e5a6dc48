import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { temporaryDirectory, verdicts } from './programs.js'

interface Size {
  width: number
  height: number
}

/** How near a stream is to the I420 frames that it was made of, in dB, as the ffmpeg program's psnr filter says. */
export async function psnrOf(
  t: ExecutionContext,
  file: string,
  frames: Uint8Array[],
  { width, height }: Size,
): Promise<number> {
  const source = join(await temporaryDirectory(t), 'source.yuv')
  await writeFile(source, Buffer.concat(frames))
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-i', source]
  const numbered = 'settb=1/25,setpts=N'
  const graph = `[0]${numbered}[a];[1]${numbered}[b];[a][b]psnr`
  const said = await verdicts('-i', file, ...raw, '-filter_complex', graph, '-f', 'null', '-')
  return Number(/PSNR.* average:([\d.]+)/.exec(said)?.[1] ?? Number.NaN)
}
