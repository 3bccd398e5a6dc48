/** The ffmpeg program. */
import { spawnSync } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'

/** Makes a file unless it is there. The last of `args` name the output's format. */
export function make(file: string, args: string[]): void {
  if (existsSync(file)) return
  console.error(`making ${file}`)
  const { status } = spawnSync('ffmpeg', ['-v', 'error', ...args, '-y', `${file}.part`], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`the ffmpeg program could not make ${file}`)
  renameSync(`${file}.part`, file)
}

/** Runs the program. Milliseconds as it reports them: without loading its libraries and parsing its command line. */
export function run(args: string[]): { wall: number; cpu: number } {
  const { status, stderr, error } = spawnSync('ffmpeg', ['-hide_banner', '-nostdin', '-y', '-benchmark', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (error) throw error
  const [, user = 0, system = 0, wall] = (/utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s/.exec(stderr) ?? []).map(
    Number,
  )
  if (status !== 0 || !wall) throw new Error(`ffmpeg ${args.join(' ')}: ${stderr.slice(-500)}`)
  return { wall: wall * 1000, cpu: (user + system) * 1000 }
}
