/** What a test runner said: how many tests passed and failed. */
export interface Counts {
  passed: number
  failed: number
}

/** Adds up the `test result:` lines that `cargo test` prints, one per test binary. */
export function cargoCounts(output: string): Counts {
  const results = output.matchAll(/^test result: \S+ (\d+) passed; (\d+) failed;/gm)
  return total([...results].map(([, passed, failed]) => ({ passed: Number(passed), failed: Number(failed) })))
}

/** Reads the `# pass` and `# fail` lines at the end of a TAP stream; zeros where the stream ended early. */
export function tapCounts(output: string): Counts {
  const last = (word: string) => Number([...output.matchAll(new RegExp(`^# ${word} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0)
  return { passed: last('pass'), failed: last('fail') }
}

/**
 * The verdict on one runner: its counts, with one failure more where it gave no failed test as the reason for its exit
 * code (it crashed, or did not compile) or ran nothing at all.
 */
export function verdict(counts: Counts, exitCode: number | null): Counts {
  const unexplained = exitCode !== 0 && counts.failed === 0
  const empty = counts.passed + counts.failed === 0
  return unexplained || empty ? { ...counts, failed: counts.failed + 1 } : counts
}

export function total(all: readonly Counts[]): Counts {
  return all.reduce((sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed }), {
    passed: 0,
    failed: 0,
  })
}

export const summary = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`
