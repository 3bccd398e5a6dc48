// Starts the application with what is installed: nothing else imports Electron or the package.
import { app, BrowserWindow, dialog } from 'electron'
import { VideoEncoder, VideoFrame } from 'webcodecs-native'
import { start } from './application.js'

app.on('window-all-closed', () => app.quit())
await app.whenReady()
await start({ app, BrowserWindow, dialog, VideoEncoder, VideoFrame })
