import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import test from 'ava'
import '../../index.js'

const run = promisify(execFile)

/** The addon that this process has loaded. */
function addon(): string {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] }
  return sharedObjects.find(file => /webcodecs-native[^/]*\.node$/.test(file)) as string
}

test('native addon: it has no use for external array buffers, which Electron forbids', t => {
  const bytes = readFileSync(addon())
  // Whether it is linked or looked up at run time, the name of a function that is called is in the file.
  t.true(bytes.includes('napi_create_arraybuffer'))
  t.false(bytes.includes('napi_create_external_'))
  t.false(bytes.includes('node_api_create_external_'))
  t.false(bytes.includes('node_api_create_buffer_'))
})

test('native addon: of the program that loads it, it uses Node-API alone', async t => {
  const { stdout } = await run('nm', ['-D', '--undefined-only', '--demangle', addon()])
  const names = stdout
    .trimEnd()
    .split('\n')
    .map(line => line.trim().slice(2))
  t.true(names.includes('napi_create_arraybuffer'))
  t.deepEqual(
    names.filter(name => /^(v8|node)::|^uv_|^node_module/.test(name)),
    [],
  )
})
