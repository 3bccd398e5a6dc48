import test from 'ava'
import { Support } from '../../src/support.js'

/** A probe whose coder opens, or does not, when the test says so. */
function probe(name: string) {
  let resolve: (opens: boolean) => void = () => {}
  const promise = new Promise<boolean>(settle => {
    resolve = settle
  })
  let opened = 0
  const open = () => {
    opened += 1
    return promise
  }
  return { class: name, open, resolve, opened: () => opened }
}

const turn = () => new Promise(setImmediate)

test('#config-support: what shows a fault before its coder is opened is unsupported', async t => {
  t.false(await new Support().has(null))
})

test('#config-support: at most two coders are opened at once, in the order of the questions', async t => {
  const support = new Support()
  const probes = ['a', 'b', 'c', 'd'].map(probe)
  const answers = probes.map(each => support.has(each))
  const opened = async () => {
    await turn()
    return probes.map(each => each.opened())
  }
  t.deepEqual(await opened(), [1, 1, 0, 0])
  probes[1]?.resolve(false)
  t.deepEqual(await opened(), [1, 1, 1, 0])
  probes[0]?.resolve(true)
  probes[2]?.resolve(true)
  t.deepEqual(await opened(), [1, 1, 1, 1])
  probes[3]?.resolve(true)
  t.deepEqual(await Promise.all(answers), [true, false, true, true])
})

test('#config-support: one coder that opened stands for its class, also for those that wait', async t => {
  const support = new Support()
  const probes = Array.from({ length: 300 }, () => probe('same'))
  const answers = probes.map(each => support.has(each))
  for (const each of probes) each.resolve(true)
  t.true((await Promise.all(answers)).every(answer => answer))
  t.true(probes.filter(each => each.opened() > 0).length <= 2)
  const later = probe('same')
  t.true(await support.has(later))
  t.is(later.opened(), 0)
})

test('#config-support: a coder that did not open is tried again', async t => {
  const support = new Support()
  for (const opens of [false, false, true]) {
    const next = probe('short of memory')
    next.resolve(opens)
    t.is(await support.has(next), opens)
    t.is(next.opened(), 1)
  }
})

test('#config-support: a probe that fails is no answer, and gives its place to the next one', async t => {
  const support = new Support()
  const broken = { class: 'x', open: () => Promise.reject(new Error('broken')) }
  for (let i = 0; i < 3; i++) await t.throwsAsync(support.has(broken), { message: 'broken' })
  const next = probe('x')
  next.resolve(true)
  t.true(await support.has(next))
})

test('#config-support: the oldest of very many classes are forgotten, and names of any length answered', async t => {
  const support = new Support()
  const ask = async (name: string) => {
    const next = probe(name)
    next.resolve(true)
    t.true(await support.has(next))
    return next.opened()
  }
  for (let i = 0; i < 1100; i++) await ask(`class ${i}`)
  t.is(await ask('class 1099'), 0)
  t.is(await ask('class 0'), 1)
  const long = 'x'.repeat(100_000)
  t.is(await ask(long), 1)
  t.is(await ask(long), 1)
})
