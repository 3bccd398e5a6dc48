/** What frames cost: copies beside a plain copy of the same bytes in the same process, conversions by the processor. */
import { RAW, readFrames } from '../clips.js'
import { since } from '../clock.js'
import type { Api } from '../contenders.js'
import type { Measurement, Row } from '../row.js'
import { median } from '../statistics.js'
import { frameOf, stopwatch } from '../work.js'

const clip = RAW[1080]
/** Milliseconds of each of the turns that the work and the plain copy take. */
const TURN = 200
const TURNS = 9
const CONVERSIONS = 200

/** Calls a second over one turn. */
async function rate(call: () => unknown): Promise<number> {
  const start = performance.now()
  let calls = 0
  while (since(start) < TURN) {
    await call()
    calls += 1
  }
  return (calls / since(start)) * 1000
}

async function besideSlice(bytes: Uint8Array, call: () => unknown): Promise<Measurement> {
  const calls: number[] = []
  const slices: number[] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    calls.push(await rate(call))
    slices.push(await rate(() => bytes.slice()))
  }
  const times = median(calls.map((count, turn) => count / (slices[turn] ?? Number.NaN)))
  return { value: median(calls), details: { 'slices/s': median(slices), 'x slice': times } }
}

function picture(): Uint8Array {
  const [first = new Uint8Array()] = readFrames(clip, 1)
  return first.slice()
}

function create(api: Api): Promise<Measurement> {
  const bytes = picture()
  return besideSlice(bytes, () => frameOf(api, bytes, clip, 0).close())
}

async function copy(api: Api): Promise<Measurement> {
  const bytes = picture()
  const frame = frameOf(api, bytes, clip, 0)
  const target = new Uint8Array(bytes.length)
  return besideSlice(bytes, () => frame.copyTo(target)).finally(() => frame.close())
}

/** Copies as RGBA, two at a time. */
const convert = (colorSpace: 'srgb' | 'display-p3') => async (api: Api) => {
  const bytes = picture()
  const frame = frameOf(api, bytes, clip, 0)
  const options = { format: 'RGBA', colorSpace } as const
  const targets = [0, 1].map(() => new Uint8Array(frame.allocationSize(options)))
  const both = () => Promise.all(targets.map(target => frame.copyTo(target, options)))
  await both()
  const stop = stopwatch()
  for (let copies = 0; copies < CONVERSIONS; copies += targets.length) await both()
  const { fps, ...details } = stop(CONVERSIONS)
  frame.close()
  return { value: fps, details }
}

export const rows: Row[] = [
  {
    name: 'new-frame',
    work: 'new VideoFrame of 1080p I420 bytes, and close',
    unit: '/s',
    better: 'higher',
    targets: [{ detail: 'x slice', atLeast: 1 }],
    measure: create,
  },
  {
    name: 'copy-to',
    work: 'copyTo of 1080p I420',
    unit: '/s',
    better: 'higher',
    targets: [{ detail: 'x slice', atLeast: 1.5 }],
    measure: copy,
  },
  {
    name: 'copy-to-rgb',
    work: 'copyTo of 1080p I420 as RGBA in srgb',
    unit: '/s',
    better: 'higher',
    targets: [{ detail: 'cpu ms a frame', atMost: 10 }],
    measure: convert('srgb'),
  },
  {
    name: 'copy-to-p3',
    work: 'copyTo of 1080p I420 as RGBA in display-p3',
    unit: '/s',
    better: 'higher',
    targets: [{ detail: 'cpu ms a frame', atMost: 40 }],
    measure: convert('display-p3'),
  },
]
