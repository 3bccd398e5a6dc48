/** `matrix.ts [triple…]`: prints the matrix of the job that builds packages, as an output of a workflow's step. */
import { matrix } from './platforms.js'

console.log(`matrix=${JSON.stringify(matrix(process.argv.slice(2)))}`)
