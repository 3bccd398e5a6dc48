import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { mean } from '../support/frames.js'
import { decodedByFfmpeg, ffmpeg, ffprobe } from '../support/programs.js'
import { runDemo } from './run-demo.js'

let folder = ''
const at = (name: string) => join(folder, name)

const demo = (...args: string[]) => runDemo(folder, ...args)

const card = ['-f', 'lavfi', '-i', 'testsrc2=size=128x72:rate=25:duration=1']
const planar = ['-pix_fmt', 'yuv420p']

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'))
  await ffmpeg(...card, ...planar, '-bf', '2', at('film.mkv'))
  const film = await readFile(at('film.mkv'))
  await writeFile(at('truncated.mkv'), film.subarray(0, -1))
  await writeFile(at('broken.mkv'), film.fill(0xff, 2000, 8000))
  await writeFile(at('empty.mp4'), '')
  await writeFile(at('text.webm'), 'This is no film.\n')
  await writeFile(at('noise.mp4'), Buffer.alloc(5000, 7))
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.2', at('sound.mp4'))
})
test.after.always(() => rm(folder, { recursive: true, force: true }))

const REFUSED: Record<string, { args: string[]; says: RegExp }> = {
  'a missing file': { args: ['none.mp4'], says: /no file none\.mp4/ },
  'a folder': { args: ['.'], says: /not a file/ },
  'an empty file': { args: ['empty.mp4'], says: /empty\.mp4 is empty/ },
  'a truncated file': { args: ['truncated.mkv'], says: /truncated/ },
  'a text file': { args: ['text.webm'], says: /not a media file/ },
  'a file of noise': { args: ['noise.mp4'], says: /not a media file/ },
  'a file without video': { args: ['sound.mp4'], says: /no video track/ },
  'an unknown option': { args: ['--fast', 'film.mkv'], says: /--fast/ },
  'its own input as output': { args: ['film.mkv', 'film.mkv'], says: /overwritten/ },
  'a container that cannot hold the sound': {
    args: ['--audio', 'mp3', 'film.mkv', 'out.webm'],
    says: /cannot hold mp3/,
  },
  'an output in no folder': { args: ['film.mkv', 'nowhere/film.webm'], says: /cannot be written/ },
}

for (const [what, { args, says }] of Object.entries(REFUSED)) {
  test.serial(`demo: ${what} is refused in one sentence`, async t => {
    const { code, stderr } = await demo(...args)
    t.is(code, 1)
    t.regex(stderr, says)
    t.regex(stderr, /^[^\n]+\n$/)
  })
}

test.serial('demo: transcodes every frame and leaves a contact sheet', async t => {
  const { code, stdout } = await demo('--codec', 'av1', 'film.mkv', 'out.mp4')
  t.is(code, 0)
  t.regex(stdout, /^Frames {2}25 in, 25 out$/m)
  const { stream, frames } = await ffprobe(at('out.mp4'))
  t.like(stream, { codec_name: 'av1', width: 128, height: 72 })
  t.is(frames.length, 25)
  t.true(existsSync(at('out.png')))
})

/** The transformation matrices of an MP4 track that change nothing and that turn by 90 degrees. */
const UPRIGHT = Buffer.from('000100000000000000000000000000000001000000000000000000000000000040000000', 'hex')
const TURNED = Buffer.from('000000000001000000000000ffff00000000000000000000000000000000000040000000', 'hex')

test.serial('demo: keeps the rotation', async t => {
  await ffmpeg(...card, ...planar, at('turned.mp4'))
  const film = await readFile(at('turned.mp4'))
  // The first matrix is the film's, the second the first track's, which is the video.
  TURNED.copy(film, film.indexOf(UPRIGHT, film.indexOf('tkhd')))
  await writeFile(at('turned.mp4'), film)
  const { code } = await demo('turned.mp4', 'turned.webm')
  t.is(code, 0)
  const { stream } = await ffprobe(at('turned.webm'))
  t.like(stream, { side_data_list: [{ rotation: -90 }] })
})

test.serial('demo: leaves no file behind that it could not finish', async t => {
  const { code, stderr } = await demo('broken.mkv', 'unfinished.webm')
  t.is(code, 1)
  t.notRegex(stderr, /^ +at /m)
  t.false((await readdir(folder)).includes('unfinished.webm'))
})

test.serial('demo: the alpha of a transparent film is kept in VP8 and VP9', async t => {
  const halves = "format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(gt(X,63),220,40)'"
  await ffmpeg(...card, '-vf', halves, '-c:v', 'libvpx-vp9', '-cpu-used', '8', at('transparent.webm'))
  for (const [codec, decoder] of [
    ['vp8', 'libvpx'],
    ['vp9', 'libvpx-vp9'],
  ] as const) {
    const { code, stderr } = await demo('--codec', codec, 'transparent.webm', `${codec}.webm`)
    t.is(code, 0, stderr)
    const frames = await decodedByFfmpeg(at(`${codec}.webm`), 'yuva420p', 128 * 72 * 2.5, '-c:v', decoder)
    t.is(frames.length, 25)
    for (const frame of frames) {
      const alpha = frame.subarray(-128 * 72)
      for (const [left, level] of [
        [0, 40],
        [66, 220],
      ] as const) {
        const half = alpha.filter((_, at) => at % 128 >= left && at % 128 < left + 60)
        t.true(Math.abs(mean(half) - level) < 3, `${codec}: ${mean(half)}`)
      }
    }
  }
})
