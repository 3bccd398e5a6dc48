// How the other runtimes run tests: they understand TypeScript by themselves.
import v8 from 'node:v8'

// ava calls it when a run ends, and Deno has none.
try {
  v8.takeCoverage()
} catch {
  v8.takeCoverage = () => {}
}

export default {
  extensions: { ts: 'module' },
  files: ['__test__/processing/**/*.test.ts'],
  // ava's channel to a worker thread is one that Deno does not have.
  workerThreads: !('Deno' in globalThis),
  timeout: '5m',
}
