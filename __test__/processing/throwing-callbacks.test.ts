import test from 'ava'
import { runProgram } from '../support/child.js'

/** What the program said, when the callback `where` throws. */
async function said(where: string): Promise<string[]> {
  const { stdout } = await runProgram('throwing.js', [where])
  return JSON.parse(stdout)
}

const chunk = (i: number, ...after: string[]) => [`chunk ${i}`, 'microtask', ...after]

test('#dom-videoencoder-output-callback: what it throws is uncaught once, and neither stops the codec nor loses outputs', async t => {
  const lines = await said('encoder output')
  const uncaught = 'uncaught mine'
  t.deepEqual(lines.slice(0, 10), [...chunk(0, uncaught), ...chunk(1, uncaught), ...chunk(2, uncaught), 'encoded'])
  t.is(lines.filter(line => line === uncaught).length, 3)
})

test('#dom-videoencoder-output-callback: microtasks run after each call', async t => {
  const lines = await said('nowhere')
  t.deepEqual(lines, [
    ...chunk(0),
    ...chunk(1),
    ...chunk(2),
    'encoded',
    'frame 0',
    'frame 1',
    'frame 2',
    'decoded',
    'NotSupportedError',
    'flush rejected',
  ])
})

test('#dom-videodecoder-output-callback: what it throws is uncaught once, and neither stops the codec nor loses outputs', async t => {
  const lines = await said('decoder output')
  const frame = (i: number) => [`frame ${i}`, 'uncaught mine']
  t.deepEqual(lines.slice(7, 14), [...frame(0), ...frame(1), ...frame(2), 'decoded'])
})

test('#dom-videodecoder-error-callback: what it throws is uncaught, and the flush is rejected all the same', async t => {
  const lines = await said('error')
  t.deepEqual(lines.slice(-3).toSorted(), ['NotSupportedError', 'flush rejected', 'uncaught mine'])
})

test('#eventdef-videoencoder-dequeue: what a listener throws is uncaught, and the codec goes on', async t => {
  const lines = await said('dequeue')
  t.true(lines.includes('uncaught mine'))
  t.deepEqual(
    lines.filter(line => line.startsWith('chunk')),
    ['chunk 0', 'chunk 1', 'chunk 2'],
  )
})

test('#dom-videoencoder-output-callback: an uncaught error ends a process that does not handle it', async t => {
  const { code, stderr } = await runProgram('throwing.js', ['encoder output', 'unhandled'])
  t.is(code, 1)
  t.regex(stderr, /Error: mine/)
})
