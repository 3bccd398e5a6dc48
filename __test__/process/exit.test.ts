import test from 'ava'
import { runProgram } from '../support/child.js'

const STATES = {
  'an idle encoder': '10 outputs, flushed',
  'an idle decoder': '10 outputs, flushed',
  'codecs that never worked': '0 outputs, not flushed',
}

const WORK = {
  'an encoder flush': '10 outputs, flushed',
  'a decoder flush': '10 outputs, flushed',
  'an encoder at work': '10 outputs, not flushed',
  'a decoder at work': '10 outputs, not flushed',
  'a pending isConfigSupported()': '0 outputs, supported: true',
}

for (const kind of ['video', 'audio']) {
  for (const [state, expected] of Object.entries(STATES)) {
    test(`#resource-reclamation: ${kind}: a process with ${state} exits by itself, without close()`, async t => {
      t.like(await runProgram('exit.js', [kind, state]), { code: 0, stderr: '', stdout: `${expected}\n` })
    })
  }

  for (const [state, expected] of Object.entries(WORK)) {
    test(`#codec-processing-model: ${kind}: a process does not exit in the middle of ${state} that nobody awaits`, async t => {
      t.like(await runProgram('exit.js', [kind, state]), { code: 0, stderr: '', stdout: `${expected}\n` })
    })
  }
}
