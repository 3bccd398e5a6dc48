/** The package in a worker thread, which ends by itself: flavour and folder for results are the arguments. */
import { Worker } from 'node:worker_threads'

const worker = new Worker(new URL('esm.mjs', import.meta.url), { argv: process.argv.slice(2) })
worker.on('exit', code => console.log(`worker: ${code === 0 ? 'done' : `exit code ${code}`}`))
