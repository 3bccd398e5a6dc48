// Terminates as many workers as the argument says, each in the middle of encoding and decoding, after ever more outputs.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { audio, video } from './common.js'

const WORK = [
  [video, { latencyMode: 'realtime' }],
  [audio, { frames: 960 }],
]

async function work() {
  let outputs = 0
  const output = () => {
    if (outputs === workerData.after) parentPort.postMessage('now')
    outputs += 1
  }
  for (const [{ Encoder, encoderConfig }, options] of WORK)
    Encoder.isConfigSupported(encoderConfig(options)).then(output)
  const all = await Promise.all(WORK.map(([{ makeChunks }, options]) => makeChunks(5, options)))
  for (;;) {
    const flushes = WORK.flatMap(([{ makeEncoder, makeDecoder, feed }, options], i) => {
      const encoder = makeEncoder(output, options)
      feed(encoder, 10, options)
      const decoder = makeDecoder(output, all[i].decoderConfig)
      for (const chunk of all[i].chunks) decoder.decode(chunk)
      return [encoder.flush(), decoder.flush()]
    })
    await Promise.all(flushes)
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
