import { lstat, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { makeTree } from '../../scripts/tests/tree.js'
import { temporaryDirectory } from '../support/programs.js'

test('makeTree: a tree of JavaScript with links to all else', async t => {
  const tree = join(await temporaryDirectory(t), 'tree')
  makeTree(process.cwd(), tree)
  const module = await import(pathToFileURL(join(tree, 'scripts/results.js')).href)
  t.is(module.summary({ passed: 2, failed: 1 }), '2 passed, 1 failed')
  t.regex(await readFile(join(tree, '__test__/scripts/tree.test.js'), 'utf8'), /sourceMappingURL=data:/)
  for (const file of ['package.json', '__test__/scripts/tree.test.ts', '__test__/process/programs/common.js']) {
    t.true((await lstat(join(tree, file))).isSymbolicLink(), file)
    t.is((await stat(join(tree, file))).ino, (await stat(file)).ino, file)
  }
})
