import { spawnSync } from 'node:child_process'
import test from 'ava'
import { runProgram } from '../support/child.js'

/** A namespace of mounts, and what to do in it before the program starts. */
const mounts = (commands: string) => [
  ...['unshare', '--map-root-user', '--mount'],
  ...['sh', '-ec', `${commands}\nexec "$@"`, 'sh'],
]

/** Every mount that may be written to; with its other options, which a user may not drop. */
const READ_ONLY = `
while read -r _ target _ options _; do
  case $options in rw*) mount -o "remount,bind,$(printf %s "$options" | sed 's/^rw/ro/')" "$target" 2>/dev/null || true ;; esac
done </proc/mounts`

const PLACES: Record<string, string[]> = {
  'a writable file system': mounts(READ_ONLY),
  '/proc': mounts('mount -t tmpfs none /proc'),
  '/dev/shm': mounts('mount -t tmpfs none /dev'),
  'files to open': ['sh', '-ec', 'ulimit -n 64\nexec "$@"', 'sh'],
}

for (const [lack, wrapper] of Object.entries(PLACES)) {
  const [command = '', ...args] = [...wrapper, 'true']
  // Containers may forbid namespaces to whoever is in them.
  const possible = spawnSync(command, args).status === 0
  const run = possible ? test : test.skip
  run(
    `#codec-processing-model: coders and conversions work without ${lack}${possible ? '' : ' (namespaces are not permitted here)'}`,
    async t => {
      const { code, signal, stdout, stderr } = await runProgram('place.js', [lack], { wrapper })
      t.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
      t.deepEqual(JSON.parse(stdout), { lacking: true, behind: [], converted: 'RGBA' })
    },
  )
}
