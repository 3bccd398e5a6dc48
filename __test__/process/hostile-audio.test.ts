import test from 'ava'
import { runProgram } from '../support/child.js'
import { AUDIO_CODEC_NAMES, AUDIO_CODECS } from '../support/codecs.js'

const ROUNDS = 6
/** Megabytes that a heap may take to settle: much less than if hundreds of codecs left anything behind. */
const SETTLING = 60
const MEASURED = { nodeArguments: ['--expose-gc'], env: { MALLOC_ARENA_MAX: '1' } }

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

for (const names of [AUDIO_CODEC_NAMES.slice(0, 3), AUDIO_CODEC_NAMES.slice(3, 6), AUDIO_CODEC_NAMES.slice(6)]) {
  test.serial(
    `#dom-audioencoder-encode: ${names}: absurd samples are encoded, absurd inputs one error by its name, and the process stays healthy`,
    async t => {
      const codecs = names.map(name => AUDIO_CODECS[name].codec)
      const ended = await runProgram('hostile-samples.js', [ROUNDS, ...codecs], MEASURED)
      t.like(ended, { code: 0, signal: null, stderr: '' })
      const { encodings, errors, wrong, memory } = JSON.parse(ended.stdout)
      t.deepEqual(wrong, [])
      const failing = 4 * ROUNDS * codecs.length
      t.deepEqual(errors, { EncodingError: failing, NotSupportedError: failing })
      t.true(encodings > 2 * failing, ended.stdout)
      t.true(memory.at(-1) - memory[0] < SETTLING, `${memory} MB`)
    },
  )
}
