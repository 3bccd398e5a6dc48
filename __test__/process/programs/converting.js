// Ends, in the way that the argument names, while pixels are converted.
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { convertVideoFrame, VideoFrame } from '../../../index.js'

const WIDTH = 1280
const HEIGHT = 720
const WORKERS = 8

function convert() {
  const data = new Uint8Array(WIDTH * HEIGHT * 1.5)
  const frame = new VideoFrame(data, { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp: 0 })
  const options = { format: 'RGBA', colorSpace: 'display-p3' }
  const copy = frame.copyTo(new Uint8Array(frame.allocationSize(options)), options)
  const conversion = convertVideoFrame(frame, { format: 'I444P12' })
  frame.close()
  return Promise.all([copy, conversion])
}

async function terminateOne() {
  const worker = new Worker(new URL(import.meta.url))
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await worker.terminate()
}

const WAYS = {
  'by itself': () =>
    void convert().then(([layout, { format }]) => console.log(`stride ${layout[0].stride}, ${format}`)),
  'by exit()': () => {
    for (let i = 0; i < 8; i++) void convert()
    process.exit(7)
  },
  'with its workers': async () => {
    for (let i = 0; i < WORKERS; i++) await terminateOne()
    console.log(`${WORKERS} terminated`)
  },
}

if (isMainThread) {
  await WAYS[process.argv[2]]()
} else {
  for (let i = 0; i < 2; i++) void convert()
  parentPort.postMessage('now')
}
