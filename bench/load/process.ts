/** A process that loads one file, an addon or a module, and prints how many milliseconds that took, as JSON. */
import { pathToFileURL } from 'node:url'
import { clocks } from '../clock.js'

const [file = ''] = process.argv.slice(2)
const stop = clocks()
if (file.endsWith('.node')) process.dlopen({ exports: {} }, file)
else await import(pathToFileURL(file).href)
console.log(JSON.stringify(stop()))
