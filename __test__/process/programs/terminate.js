// Terminates as many workers as the argument says, each in the middle of encoding and decoding, after ever more outputs.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { feed, makeChunks, makeDecoder, makeEncoder } from './common.js'

async function work() {
  const { chunks } = await makeChunks(5)
  let outputs = 0
  const output = () => {
    if (outputs === workerData.after) parentPort.postMessage('now')
    outputs += 1
  }
  for (;;) {
    const encoder = makeEncoder(output, { latencyMode: 'realtime' })
    feed(encoder, 10)
    const decoder = makeDecoder(output)
    for (const chunk of chunks) decoder.decode(chunk)
    await Promise.all([encoder.flush(), decoder.flush()])
  }
}

async function terminateOne(after) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { after } })
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await worker.terminate()
}

if (isMainThread) {
  const count = Number(process.argv[2])
  for (let i = 0; i < count; i++) await terminateOne(i)
  console.log(`${count} terminated`)
} else {
  await work()
}
