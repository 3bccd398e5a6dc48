import test from 'ava'
import { runProgram } from '../support/child.js'
import { AUDIO_CODEC_NAMES, AUDIO_CODECS } from '../support/codecs.js'

const ROUNDS = 6
/** Megabytes that a heap may take to settle: much less than 1000 decoders that leave anything behind. */
const SETTLING = 50

for (const name of AUDIO_CODEC_NAMES) {
  const { codec } = AUDIO_CODECS[name]
  test.serial(
    `#dom-audiodecoder-decode: ${name}: corrupt data ends in one error by its name, and the process stays healthy`,
    async t => {
      const ended = await runProgram('hostile-audio.js', [codec, ROUNDS], {
        nodeArguments: ['--expose-gc'],
        env: { MALLOC_ARENA_MAX: '1' },
      })
      t.like(ended, { code: 0, signal: null, stderr: '' })
      const { decodings, outputs, errors, wrong, memory } = JSON.parse(ended.stdout)
      t.deepEqual(wrong, [])
      t.true(decodings > 500 && outputs > 1000, ended.stdout)
      t.true(errors.EncodingError > 80, ended.stdout)
      t.true(memory.at(-1) - memory[0] < SETTLING, `${memory} MB`)
    },
  )
}
