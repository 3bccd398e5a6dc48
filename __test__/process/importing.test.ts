import { join } from 'node:path'
import { runProgram } from '../support/child.js'
import { compiled, onLinux, unless } from '../support/compiled.js'
import { temporaryDirectory } from '../support/programs.js'

onLinux(`webcodecs-native: importing it starts no thread and opens no coder, which encoding does${unless}`, async t => {
  const env = { LD_PRELOAD: await compiled(t, 'noted-calls.c'), CALLS: join(await temporaryDirectory(t), 'calls') }
  const { code, signal, stdout, stderr } = await runProgram('importing.js', [], { env })
  t.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
  const { imported, used }: Record<string, string[]> = JSON.parse(stdout)
  t.deepEqual(imported, [])
  for (const call of ['pthread_create', 'avcodec_alloc_context3']) {
    t.true(
      used?.some(line => line.startsWith(`${call} webcodecs-native.`)),
      `${call}: ${used}`,
    )
  }
})
