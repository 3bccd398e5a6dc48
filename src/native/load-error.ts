import type { Place } from './places.js'
import { describe, type Host, PLATFORMS, type Platform, platformOf, tripleOf } from './platforms.js'
import { diagnose, messageOf, type Problem } from './problems.js'

/** A place that was looked at, the file that was found there, and what went wrong. */
export interface Attempt {
  place: Place
  file: string | undefined
  error: unknown
}

/** No addon could be loaded. Not exported, as nothing is when an import fails: `code` tells it from other errors. */
export class NativeLoadError extends Error {
  override readonly name = 'NativeLoadError'
  readonly code = 'ERR_WEBCODECS_NATIVE_LOAD'
  /** What is wrong, as docs/troubleshooting.md names it. */
  readonly problem: Problem
  /** What was thrown at each place, in the order in which they were looked at. The last one decided. */
  readonly errors: readonly unknown[]

  /** `passed` were places that had none, `decisive` is where the search ended. */
  constructor(host: Host, passed: readonly Attempt[], decisive: Attempt) {
    const attempts = [...passed, decisive]
    const installed = PLATFORMS.filter(isInstalled)
    const { problem, cure } = diagnose({ host, platform: platformOf(host), installed, ...decisive })
    super(
      [
        `No native addon of webcodecs-native works here, on ${tripleOf(host)} (${describe(host)}): ${problem}.`,
        ...attempts.map(attempt => `  ${attempt.place.name}: ${outcome(attempt)}`),
        ...(installed.length > 0 ? [`  installed are: ${installed.map(({ triple }) => triple).join(', ')}`] : []),
        cure,
        `docs/troubleshooting.md tells more under "${problem}".`,
      ].join('\n'),
      { cause: decisive.error },
    )
    this.problem = problem
    this.errors = attempts.map(({ error }) => error)
  }
}

const outcome = ({ file, error }: Attempt): string => [...(file ? [file] : []), messageOf(error)].join(' ')

function isInstalled({ resolve }: Platform): boolean {
  try {
    return resolve() !== ''
  } catch {
    return false
  }
}
