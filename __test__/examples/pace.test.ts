import test from 'ava'
import { Pace } from '../../examples/transcode/pace.js'

/** Notes when a promise has resolved. */
function watched(promise: Promise<void>) {
  const state = { done: false }
  void promise.then(() => {
    state.done = true
  })
  return state
}
const turn = () => new Promise<void>(resolve => setImmediate(resolve))

test('Pace: a track alone never waits', async t => {
  const track = {}
  const pace = new Pace([track])
  await pace.reach(track, 0)
  await pace.reach(track, 1000)
  t.pass()
})

test('Pace: a track waits until the slowest is within the lead', async t => {
  const [fast, slow] = [{}, {}]
  const pace = new Pace([fast, slow], 2)
  const waiting = watched(pace.reach(fast, 10))
  const reached: boolean[] = []
  for (const seconds of [-1, 0, 7.9, 8]) {
    await pace.reach(slow, seconds)
    await turn()
    reached.push(waiting.done)
  }
  t.deepEqual(reached, [false, false, false, true])
})

test('Pace: nobody waits for a track that has ended', async t => {
  const [fast, slow] = [{}, {}]
  const pace = new Pace([fast, slow], 2)
  const waiting = watched(pace.reach(fast, 10))
  await turn()
  t.false(waiting.done)
  pace.end(slow)
  await turn()
  t.true(waiting.done)
})
