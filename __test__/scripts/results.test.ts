import test from 'ava'
import { cargoCounts, summary, tapCounts, total, verdict } from '../../scripts/results.js'

const CARGO = `
running 2 tests
test a ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 3 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s
`

const TAP = `TAP version 13
ok 1 - file › # pass 99
not ok 2 - file › title

1..2
# tests 2
# pass 1
# fail 1
`

test('cargoCounts: adds up every test binary', t => {
  t.deepEqual(cargoCounts(CARGO), { passed: 5, failed: 1 })
})

test('tapCounts: reads the counts at the end, not a test title that looks like one', t => {
  t.deepEqual(tapCounts(TAP), { passed: 1, failed: 1 })
})

test('tapCounts: a stream that ends early counts nothing', t => {
  t.deepEqual(tapCounts('TAP version 13\nok 1 - file › title\n'), { passed: 0, failed: 0 })
})

test('verdict: a clean run is what it counted', t => {
  t.deepEqual(verdict({ passed: 4, failed: 0 }, 0), { passed: 4, failed: 0 })
})

test('verdict: failed tests explain the exit code', t => {
  t.deepEqual(verdict({ passed: 4, failed: 2 }, 101), { passed: 4, failed: 2 })
})

test('verdict: a crash is a failure of its own', t => {
  t.deepEqual(verdict({ passed: 4, failed: 0 }, null), { passed: 4, failed: 1 })
})

test('verdict: a run of nothing is a failure', t => {
  t.deepEqual(verdict({ passed: 0, failed: 0 }, 0), { passed: 0, failed: 1 })
})

test('summary: one line over both suites', t => {
  const both = total([
    { passed: 5, failed: 1 },
    { passed: 7, failed: 0 },
  ])
  t.is(summary(both), '12 passed, 1 failed')
})
