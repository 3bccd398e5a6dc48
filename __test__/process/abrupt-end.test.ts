import test from 'ava'
import { runProgram } from '../support/child.js'

// 200 ends in the middle of work in all, in as few processes as can be.
const OUTPUTS_BEFORE = [0, 1, 2, 5, 10, 20, 40, 60]

for (const [way, code] of Object.entries({ exit: 7, 'uncaught error': 1, 'unhandled rejection': 1 })) {
  test(`#codec-processing-model: ${way} in the middle of work ends the process as it does without a codec`, async t => {
    for (const outputs of OUTPUTS_BEFORE) {
      const ended = await runProgram('abrupt.js', [way, outputs])
      t.like(ended, { code, signal: null }, `${outputs} outputs: ${ended.stderr}`)
      if (code === 1) t.regex(ended.stderr, /Error: mine/)
    }
  })
}

for (const part of ['first', 'second'] as const) {
  test(`#codec-processing-model: workers are terminated in the middle of work (${part} fifty)`, async t => {
    t.like(await runProgram('terminate.js', [50]), { code: 0, stderr: '', stdout: '50 terminated\n' })
  })
}

test('#codec-processing-model: forgotten codecs and inputs are collected, and their work is done nevertheless', async t => {
  const { code, stdout } = await runProgram('collect.js', [50], { nodeArguments: ['--expose-gc'] })
  t.is(code, 0)
  t.deepEqual(JSON.parse(stdout), { outputs: 50 * 16, collected: 50 * 8 })
})

test('#resource-reclamation: 500 cycles of new, configure() and close() leave no thread behind', async t => {
  t.like(await runProgram('cycles.js', [500]), { code: 0, stderr: '', stdout: 'all threads are gone\n' })
})
