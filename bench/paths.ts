/** Where the bench keeps its files. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** The checkout, seen from the sources and from what is compiled of them into results/build/bench. */
export const root = here.endsWith(join('results', 'build', 'bench')) ? join(here, '../../../..') : join(here, '..')
export const clips = join(root, 'bench/clips')
export const results = join(root, 'bench/results')
export const encoded = join(results, 'encoded')
export const build = join(results, 'build')
