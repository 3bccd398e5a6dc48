import test from 'ava'
import { runProgram } from '../support/child.js'

const ENDS = {
  'by itself': { code: 0, stdout: 'stride 5120, I444P12\n', stderr: '' },
  'by exit()': { code: 7, signal: null },
  'with its workers': { code: 0, stdout: '8 terminated\n', stderr: '' },
}
for (const [way, end] of Object.entries(ENDS)) {
  test(`#dom-videoframe-copyto: a process that ends ${way} while pixels are converted`, async t => {
    t.like(await runProgram('converting.js', [way]), end)
  })
}
