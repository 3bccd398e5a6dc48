import test from 'ava'
import { runProgram } from '../support/child.js'
import { compiled } from '../support/compiled.js'

/** Enough for any of them, in the end. */
const MOST = 12
/** Worth two threads, for whoever has two processors. */
const SIZE = { width: 640, height: 400 }

const VIDEO = ['vp8', 'vp09.00.31.08', 'avc1.64001f', 'hvc1.1.6.L93.B0', 'av01.0.05M.08'].map(
  codec => ['video', { codec, latencyMode: 'realtime', ...SIZE }] as const,
)
const AUDIO = ['opus', 'mp4a.40.2', 'vorbis', 'flac'].map(codec => ['audio', { codec, frames: 960 }] as const)

/** How many outputs there were, or the name of the error. */
interface End {
  supported: boolean
  encoder: number | string
  decoder: number | string
}

const ERRORS = ['QuotaExceededError', 'EncodingError']

for (const [kind, options] of [...VIDEO, ...AUDIO]) {
  // One after the other, as each of them is a process with many threads.
  test.serial(
    `#codec-processing-model: ${options.codec}: where threads cannot be started it codes all the same, or tells an error`,
    async t => {
      const preload = await compiled(t, 'few-threads.c')
      const { code, signal, stdout, stderr } = await runProgram(
        'few-threads.js',
        [kind, JSON.stringify(options), MOST],
        {
          env: { LD_PRELOAD: preload, THREADS_LEFT: '1000' },
        },
      )
      t.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
      const { ends, unlimited }: { ends: End[]; unlimited: End } = JSON.parse(stdout)
      t.deepEqual([unlimited.supported, typeof unlimited.encoder, typeof unlimited.decoder], [true, 'number', 'number'])
      t.is(ends.length, MOST + 1)
      for (const end of ends) {
        t.true([unlimited.encoder, ...ERRORS].includes(end.encoder), `${end.encoder}`)
        t.true([unlimited.decoder, ...ERRORS].includes(end.decoder), `${end.decoder}`)
      }
      t.deepEqual(ends.at(-1), unlimited)
      // The two threads of isConfigSupported() are the first that are asked for.
      t.false(ends[0]?.supported)
    },
  )
}
