/**
 * The tables of docs/tuning.md: `npm run bench:quality`. Figures of quality do not depend on the machine; times are processor
 * time.
 */
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { entryOf, load } from '../contenders.js'
import { encoded, root } from '../paths.js'
import { OURS } from '../row.js'
import { CODECS, type Codec, MODES } from '../settings.js'
import { candidatesTable } from './candidates-table.js'
import { CONTENTS, type Content } from './contents.js'
import { qualityTable } from './quality-table.js'
import { pacesTable, ratesTable } from './rates-table.js'
import type { Scope } from './scope.js'

const SIZES = { '180': [320, 180], '360': [640, 360], '720': [1280, 720], '1080': [1920, 1080] } as const

const { values } = parseArgs({
  options: {
    table: { type: 'string', default: 'quality' },
    size: { type: 'string', default: '360' },
    codec: { type: 'string', multiple: true, default: Object.keys(CODECS) },
    mode: { type: 'string', multiple: true, default: [...MODES] },
    content: { type: 'string', multiple: true, default: CONTENTS },
    rate: { type: 'string', multiple: true, default: ['0.03', '0.06', '0.12'] },
    frames: { type: 'string', default: '90' },
    hint: { type: 'string' },
    peers: { type: 'string', default: root },
    against: { type: 'string', multiple: true, default: [] },
  },
})

/** One of a fixed list, or an Error with a message for the user. */
function oneOf<T extends string>(option: string, known: readonly T[], value: string): T {
  const found = known.find(name => name === value)
  if (found === undefined) throw new Error(`--${option} takes ${known.join(', ')}, not ${value}`)
  return found
}

const api = (name: string) => load(entryOf(name, values.peers))

const TABLES = {
  async quality(scope: Scope) {
    const apis = [OURS, ...values.against].map(async name => [name, await api(name)] as const)
    await qualityTable(new Map(await Promise.all(apis)), scope, values.hint)
  },
  rates: async (scope: Scope) => ratesTable(await api(OURS), scope),
  paces: async (scope: Scope) => pacesTable(await api(OURS), scope),
  candidates: candidatesTable,
}

const size = oneOf('size', Object.keys(SIZES) as (keyof typeof SIZES)[], values.size)
const table = oneOf('table', Object.keys(TABLES) as (keyof typeof TABLES)[], values.table)
const [width, height] = SIZES[size]
mkdirSync(encoded, { recursive: true })
await TABLES[table]({
  width,
  height,
  frames: Number(values.frames),
  codecs: values.codec.map(name => oneOf('codec', Object.keys(CODECS) as Codec[], name)),
  modes: values.mode.map(name => oneOf('mode', MODES, name)),
  contents: values.content.map(name => oneOf('content', CONTENTS as Content[], name)),
  rates: values.rate.map(Number),
})
