// What the application does. It is handed what it needs of Electron and the package, so that it can be tried without.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { encodeClip } from './clip.js'

/** Renders a clip into a file of the videos folder, with progress in the window and on its icon. Resolves with the file. */
export async function start({ app, BrowserWindow, dialog, ...webcodecs }) {
  const window = new BrowserWindow({ width: 480, height: 160 })
  await window.loadURL(pathToFileURL(join(import.meta.dirname, 'index.html')).href)
  const show = done => {
    if (window.isDestroyed()) return
    window.setProgressBar(done)
    window.setTitle(`${Math.round(done * 100)} %`)
  }
  const file = join(app.getPath('videos'), 'clip.ivf')
  try {
    await encodeClip(webcodecs, file, show)
    if (!window.isDestroyed()) window.setTitle(`written: ${file}`)
  } catch (error) {
    dialog.showErrorBox('The clip could not be encoded', error.message)
    throw error
  }
  return file
}
