/** Kinds of content for the quality tables, made by the ffmpeg program. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { FRAMERATE, type RawClip } from '../clips.js'
import { make } from '../ffmpeg.js'
import { clips } from '../paths.js'

/** Seconds of each clip. */
export const SECONDS = 20

const zoom = (size: string) =>
  `mandelbrot=s=${size}:rate=${FRAMERATE}:start_scale=0.5:end_scale=0.02:end_pts=600:maxiter=300`
const moving = (noise: number) => (size: string) =>
  `${zoom(size)},format=yuv420p[zoom];testsrc2=s=160x90:r=${FRAMERATE},format=yuv420p[card];` +
  `[zoom][card]overlay=x='mod(t*90,W)-80':y='45+45*sin(t*2)',noise=alls=${noise}:allf=t:all_seed=7`
const LINES = Array.from({ length: 60 }, (_, i) => `fn line_${i}() { return [${i * 7919}, frame.width, "text"] }`).join(
  '\n',
)
const text = (size: string) =>
  `color=white:s=${size}:r=${FRAMERATE},drawtext=font=monospace:text='${LINES.replaceAll(/[\\':,]/g, ' ')}'` +
  `:expansion=none:fontsize=14:line_spacing=4:x=8:y='8-24*floor(t*2)'`
/** A slow pan over a still fractal that is full of detail, by quarters of a pixel. */
const detail = (size: string) => {
  const [width = 0, height = 0] = size.split('x').map(Number)
  const still = `mandelbrot=s=${width * 5}x${height * 5}:rate=${FRAMERATE}:start_scale=0.003:maxiter=600`
  const view = `crop=${width * 4}:${height * 4}:x='n*${width}/${SECONDS * FRAMERATE}':y='n*${height}/${SECONDS * FRAMERATE}'`
  return `${still},trim=end_frame=1,loop=-1:1:0,setpts=N/${FRAMERATE}/TB,${view},scale=${size}:flags=area`
}

/** ffmpeg's filter graphs by content. */
const GRAPHS = { motion: moving(0), noise: moving(12), text, detail }

export type Content = keyof typeof GRAPHS
export const CONTENTS = Object.keys(GRAPHS) as Content[]

/** Makes the clip when it is not there yet. */
export function clipOf(content: Content, width: number, height: number): RawClip {
  mkdirSync(clips, { recursive: true })
  const file = join(clips, `quality-${content}-${height}p.yuv`)
  const size = `${width}x${height}`
  const length = ['-t', String(SECONDS), '-pix_fmt', 'yuv420p', '-f', 'rawvideo']
  make(file, ['-f', 'lavfi', '-i', GRAPHS[content](size), ...length])
  return { file, width, height }
}
