import { join } from 'node:path'
import test from 'ava'
import { start } from '../../examples/electron/application.js'
import { VideoEncoder, VideoFrame } from '../../index.js'
import { ffprobe, temporaryDirectory } from '../support/programs.js'

/** Stands in for the parts of Electron that the application is handed. */
function electron(videos: string) {
  const log = { urls: [] as string[], progress: [] as number[], titles: [] as string[], errors: [] as string[] }
  class BrowserWindow {
    async loadURL(url: string) {
      log.urls.push(url)
    }
    isDestroyed() {
      return false
    }
    setProgressBar(done: number) {
      log.progress.push(done)
    }
    setTitle(title: string) {
      log.titles.push(title)
    }
  }
  const app = { getPath: (name: string) => join(videos, name === 'videos' ? '' : 'elsewhere') }
  const dialog = { showErrorBox: (title: string, message: string) => void log.errors.push(`${title}: ${message}`) }
  return { log, parts: { app, BrowserWindow, dialog, VideoEncoder, VideoFrame } }
}

test('electron example: it writes the clip and shows its progress', async t => {
  const { log, parts } = electron(await temporaryDirectory(t))
  const file = await start(parts)
  const { frames, stream } = await ffprobe(file)
  t.like(stream, { codec_name: 'vp8', width: 640, height: 360 })
  t.is(frames.length, 90)
  t.regex(log.urls.join(), /^file:.*index\.html$/)
  t.deepEqual(
    log.progress,
    frames.map((_, i) => (i + 1) / 90),
  )
  t.deepEqual(log.titles.slice(-2), ['100 %', `written: ${file}`])
  t.deepEqual(log.errors, [])
})

test('electron example: it says why there is no clip', async t => {
  const { log, parts } = electron(join(await temporaryDirectory(t), 'missing'))
  await t.throwsAsync(start(parts), { code: 'ENOENT' })
  t.regex(log.errors.join(), /^The clip could not be encoded: ENOENT/)
})
