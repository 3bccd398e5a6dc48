import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import test from 'ava'

test("the README's example runs as it stands", async t => {
  const readme = await readFile('README.md', 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', example])
  t.is(stderr, '')
  const lines = stdout.trim().split('\n')
  t.is(lines.length, 30)
  t.is(lines.at(-1), '966657 µs: I420, 1280 x 720')
})
