/** How long a program waits for the package before it can do anything. */
import type { Api } from '../contenders.js'
import { emptyAddon, loadedAddon, portableAddons, type Times, timesOver } from '../load/loading.js'
import type { Job, Measurement, Row } from '../row.js'

const detailsOf = (name: string, { wall, cpu }: Times): [string, number][] => [
  [`${name} ms`, wall],
  [`${name} cpu ms`, cpu],
]

async function measure(_: Api, __: Job, entry: string): Promise<Measurement> {
  const addon = loadedAddon()
  const others: [string, string][] = [['import', entry], ...portableAddons(addon)]
  const [own, ...times] = timesOver(emptyAddon(), [addon, ...others.map(([, file]) => file)])
  const details = others.flatMap(([name], index) => detailsOf(name, times[index] as Times))
  return {
    value: own?.wall ?? Number.NaN,
    details: { 'cpu ms': own?.cpu ?? Number.NaN, ...Object.fromEntries(details) },
  }
}

export const rows: Row[] = [
  {
    name: 'load',
    work: 'load the addon in a new process, beyond what an empty one takes; portable ones by flavour; import the package',
    unit: 'ms',
    better: 'lower',
    targets: [
      { detail: 'lgpl ms', atMost: 15 },
      { detail: 'gpl ms', atMost: 15 },
    ],
    measure,
  },
]
