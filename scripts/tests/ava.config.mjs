// How `npm test` runs the tests: in the tree of JavaScript that scripts/tests/tree.ts makes of them.
import { readFileSync } from 'node:fs'

/** What takes longest, longest first: begun last, it would be waited for with one processor idle. */
const LONG = [
  'processing/rate-control',
  'processing/content-hint',
  'examples/sound',
  'process/hostile-data',
  'processing/quantizer',
  'process/event-loop',
  'places/few-threads',
  'examples/demo',
]

/** @param {string} file */
function rank(file) {
  const at = LONG.findIndex(name => file.endsWith(`/${name}.test.js`))
  return at < 0 ? LONG.length : at
}

const { timeout } = JSON.parse(readFileSync('package.json', 'utf8')).ava

export default {
  files: ['.cache/tests/__test__/**/*.test.js'],
  sortTestFiles: (/** @type {string} */ a, /** @type {string} */ b) => rank(a) - rank(b) || (a < b ? -1 : 1),
  timeout,
}
