import { parse } from 'yaml'

interface Workflow {
  jobs: Record<string, { steps?: { name?: string; run?: string; shell?: string }[] }>
}

/** Shells that are bash, on runners and in MSYS2. */
const BASH = ['bash', 'msys2 {0}']

/** The commands of a workflow for bash, each as a script; expressions of the workflow are words in them. */
export function commands(text: string): { place: string; script: string }[] {
  const { jobs } = parse(text) as Workflow
  return Object.entries(jobs).flatMap(([job, { steps = [] }]) =>
    steps.flatMap(({ run, shell = 'bash' }, index) =>
      run && BASH.includes(shell)
        ? [
            {
              place: `${job}, step ${index + 1}`,
              script: `#!/bin/bash -e\n${run.replaceAll(/\$\{\{.*?\}\}/g, 'word')}`,
            },
          ]
        : [],
    ),
  )
}
