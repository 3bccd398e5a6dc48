import test, { type ExecutionContext } from 'ava'
import { runProgram } from '../support/child.js'

for (const kind of ['video', 'audio']) {
  for (const side of ['encoder', 'decoder']) {
    test(`#dom-${kind}${side}-flush: timers and promises keep running while it is under way`, async t => {
      const { stdout } = await runProgram('turns.js', [kind, side])
      const { immediates, timers, promises } = JSON.parse(stdout)
      t.true(immediates > 50 && timers > 5 && promises > 50, stdout)
    })
  }
}

test('#codec-processing-model: with one processor and one pool thread, sixteen codecs flushing at once finish', async t => {
  const { stdout, code } = await runProgram('starved.js', [], {
    wrapper: ['taskset', '-c', '0'],
    env: { UV_THREADPOOL_SIZE: '1' },
  })
  t.is(code, 0)
  t.deepEqual(JSON.parse(stdout), { codecs: 16, behind: 0 })
})

for (const threads of ['4', '1']) {
  const waits = async (t: ExecutionContext, kind: string) => {
    const { stdout, code } = await runProgram('probing.js', [kind], { env: { UV_THREADPOOL_SIZE: threads } })
    t.is(code, 0)
    return JSON.parse(stdout)
  }

  test(`#config-support: hundreds of questions at once leave files and turns their way, with ${threads} pool threads`, async t => {
    const { configs, supported, file, turn } = await waits(t, 'questions')
    t.true(supported > configs * 0.8, `${supported} of ${configs}`)
    t.true(file < 0.25 && turn < 0.25, `${file}, ${turn}`)
    const pool = await waits(t, 'pool') // where a file would wait for all questions
    t.true(pool.file > 0.5, `${pool.file}`)
  })
}

const CODECS = [
  ...['avc1.640028', 'hvc1.1.6.L93.B0', 'vp8', 'vp09.00.10.08', 'av01.0.04M.08'].map(
    codec => ['video', codec] as const,
  ),
  ...['opus', 'flac'].map(codec => ['audio', codec] as const),
]

for (const [kind, codec] of CODECS) {
  test(`#codec-processing-model: sixteen small encoders of ${codec} do not make a hundred threads`, async t => {
    for (const latencyMode of kind === 'video' ? ['quality', 'realtime'] : ['']) {
      const { stdout, code } = await runProgram('threads.js', [kind, codec, latencyMode])
      t.is(code, 0)
      t.true(Number(stdout) > 16 && Number(stdout) < 100, `${latencyMode}: ${stdout}`)
    }
  })
}
