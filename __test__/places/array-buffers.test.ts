import { runProgram } from '../support/child.js'
import { compiled, onLinux, unless } from '../support/compiled.js'

const NO_EXTERNAL_BUFFERS_ALLOWED = 22
const TRIES = ['napi_create_external_arraybuffer', 'napi_create_external_buffer'].flatMap(name => [
  name,
  `${name}, looked up`,
])
const allEnd = (status: number) => Object.fromEntries(TRIES.map(name => [name, status]))

/** Of I420. */
const FRAME_BYTES = 64 * 48 * 1.5
const VIDEO = ['vp8', 'vp09.00.10.08', 'avc1.42001f', 'hvc1.1.6.L93.B0', 'av01.0.04M.08']
/** In bytes: five frames of video, or five times 1024 of two channels of float. */
const LENGTHS = {
  ...Object.fromEntries(VIDEO.map(codec => [codec, 5 * FRAME_BYTES])),
  flac: 5 * 1024 * 2 * 4,
  alpha: FRAME_BYTES + 64 * 48,
  converted: FRAME_BYTES + 64 * 48 * 4,
}

onLinux(
  `native addon: all works where Node-API makes no external array buffers, as under Electron${unless}`,
  async t => {
    const [control, trap] = [await compiled(t, 'external-buffers.c'), await compiled(t, 'no-external-buffers.c')]
    const runs = [{}, { LD_PRELOAD: trap }].map(async env => {
      const { code, signal, stdout, stderr } = await runProgram('array-buffers.js', [control], { env })
      t.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
      return JSON.parse(stdout)
    })
    const [without, within] = await Promise.all(runs)
    t.deepEqual(without.statuses, allEnd(0))
    t.deepEqual(within.statuses, allEnd(NO_EXTERNAL_BUFFERS_ALLOWED))
    for (const [name, length] of Object.entries(LENGTHS)) t.is(within.results[name].length, length, name)
    t.deepEqual(within.results, without.results)
  },
)
