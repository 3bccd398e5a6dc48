import test from 'ava'
import { between } from '../../scripts/markers.js'

const TEXT = 'before\n<!-- table -->\n\nold\n\n<!-- /table -->\nafter\n'

test('between: replaces what stands between the markers and nothing else', t => {
  t.is(between(TEXT, 'table', 'new\n'), 'before\n<!-- table -->\n\nnew\n\n<!-- /table -->\nafter\n')
})

test('between: what is up to date stays as it is', t => {
  t.is(between(TEXT, 'table', 'old'), TEXT)
})

test('between: missing markers are an error', t => {
  t.throws(() => between('no markers', 'table', 'new'), { message: /markers/ })
  t.throws(() => between('<!-- table -->\n', 'table', 'new'), { message: /markers/ })
})
