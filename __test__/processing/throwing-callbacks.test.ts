import test from 'ava'
import { runProgram } from '../support/child.js'

const UNCAUGHT = 'uncaught mine'

for (const kind of ['video', 'audio']) {
  /** What the program said, when the callback `where` throws. */
  const said = async (where: string): Promise<string[]> => {
    const { stdout } = await runProgram('throwing.js', [kind, where])
    return JSON.parse(stdout)
  }
  /** What it says for each output, and what the output callback adds. */
  const outputs = (name: string, ...added: string[]) =>
    [0, 1, 2].flatMap(number => [`${name} ${number}`, 'microtask', ...added])

  test(`#dom-${kind}encoder-output-callback: what it throws is uncaught once, and neither stops the codec nor loses outputs`, async t => {
    const lines = await said('encoder output')
    t.deepEqual(lines.slice(0, 10), [...outputs('chunk', UNCAUGHT), 'encoded'])
    t.is(lines.filter(line => line === UNCAUGHT).length, 3)
  })

  test(`#dom-${kind}encoder-output-callback: microtasks run after each call`, async t => {
    t.deepEqual(await said('nowhere'), [
      ...outputs('chunk'),
      'encoded',
      ...outputs('output'),
      'decoded',
      'NotSupportedError',
      'flush rejected',
    ])
  })

  test(`#dom-${kind}decoder-output-callback: what it throws is uncaught once, and neither stops the codec nor loses outputs`, async t => {
    const lines = await said('decoder output')
    t.deepEqual(lines.slice(7, 17), [...outputs('output', UNCAUGHT), 'decoded'])
  })

  test(`#dom-${kind}decoder-error-callback: what it throws is uncaught, and the flush is rejected all the same`, async t => {
    const lines = await said('error')
    t.deepEqual(lines.slice(-3).toSorted(), ['NotSupportedError', 'flush rejected', UNCAUGHT])
  })

  test(`#eventdef-${kind}encoder-dequeue: what a listener throws is uncaught, and the codec goes on`, async t => {
    const lines = await said('dequeue')
    t.true(lines.includes(UNCAUGHT))
    t.deepEqual(
      lines.filter(line => line.startsWith('chunk')),
      ['chunk 0', 'chunk 1', 'chunk 2'],
    )
  })

  test(`#dom-${kind}encoder-output-callback: an uncaught error ends a process that does not handle it`, async t => {
    const { code, stderr } = await runProgram('throwing.js', [kind, 'encoder output', 'unhandled'])
    t.is(code, 1)
    // Bun writes it small, and Deno at times says only that something was not caught.
    t.regex(stderr, /error: mine|uncaught null/i)
  })
}
