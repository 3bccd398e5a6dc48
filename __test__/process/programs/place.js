// Does a bit of everything in a place that lacks what the argument names. Prints, as JSON, whether it lacks it and what came out.
import { closeSync, existsSync, openSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { convertVideoFrame } from 'webcodecs-native'
import { MEDIA } from './common.js'

const COUNT = 5
const WORK = [
  ...['vp8', 'vp09.00.10.08', 'avc1.42001f', 'hvc1.1.6.L93.B0', 'av01.0.04M.08'].map(codec => ['video', { codec }]),
  ...['opus', 'mp4a.40.2', 'flac'].map(codec => ['audio', { codec, frames: 960 }]),
]

/** The error of opening a file, if any. */
function refusal(file, flags) {
  try {
    closeSync(openSync(file, flags))
  } catch ({ code }) {
    return code
  }
}

/** As many files as a process may have open. */
function openable() {
  const files = []
  try {
    for (;;) files.push(openSync(import.meta.filename))
  } catch {
    for (const file of files) closeSync(file)
  }
  return files.length
}

const LACKS = {
  'a writable file system': () =>
    [import.meta.dirname, tmpdir(), '/dev/shm'].every(folder => refusal(`${folder}/webcodecs`, 'w') === 'EROFS'),
  '/proc': () => readdirSync('/proc').length === 0,
  '/dev/shm': () => !existsSync('/dev/shm'),
  'files to open': () => openable() < 64,
}

async function roundTrip([kind, options]) {
  const { makeChunks, makeDecoder } = MEDIA[kind]
  const { chunks, decoderConfig } = await makeChunks(COUNT, options)
  let outputs = 0
  const decoder = makeDecoder(output => {
    output.close()
    outputs += 1
  }, decoderConfig)
  for (const chunk of chunks) decoder.decode(chunk)
  await decoder.flush()
  decoder.close()
  return { codec: options.codec, behind: chunks.length - outputs }
}

async function conversion() {
  const frame = MEDIA.video.makeInput(0)
  const converted = await convertVideoFrame(frame, { format: 'RGBA' })
  await converted.copyTo(new Uint8Array(converted.allocationSize()))
  return converted.format
}

const lacking = LACKS[process.argv[2]]()
const behind = await Promise.all(WORK.map(roundTrip))
console.log(
  JSON.stringify({ lacking, behind: behind.filter(({ behind }) => behind !== 0), converted: await conversion() }),
)
