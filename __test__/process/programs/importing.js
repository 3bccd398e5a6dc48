// Imports the package, then encodes. Prints, as JSON, the lines that the file of the variable CALLS has gained by either.
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

let length = 0

function gained() {
  const lines = readFileSync(process.env.CALLS, 'utf8').split('\n').slice(0, -1)
  const added = lines.slice(length)
  length = lines.length
  return added
}

// Modules are read by libuv's threads, which are there from now on.
await readFile(import.meta.filename)
gained()
const { MEDIA } = await import('./common.js')
const imported = gained()
await MEDIA.video.makeChunks(1)
console.log(JSON.stringify({ imported, used: gained() }))
