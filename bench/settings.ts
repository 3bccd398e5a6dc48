/**
 * The settings that the ffmpeg program is given: those that crates/engine/src/tuning gives to the same coder. Whether they
 * are still the same shows in the encoded bytes, which the table compares.
 */
import { availableParallelism } from 'node:os'

/** As crates/engine/src/tuning/threads.rs. */
export function threads(width: number, height: number): number {
  const worth = [
    [1920 * 1080 * 2, 16],
    [1920 * 1000, 8],
    [1280 * 700, 4],
    [640 * 400, 2],
  ] as const
  const found = worth.find(([pixels]) => width * height >= pixels)?.[1] ?? 1
  return Math.min(found, availableParallelism())
}

export type Codec = 'h264' | 'hevc' | 'vp8' | 'vp9' | 'av1'

export const MODES = ['realtime', 'quality'] as const
export type Mode = (typeof MODES)[number]

/** Options of the ffmpeg program by name. One that is undefined is not given. */
export type Settings = Record<string, string | number | undefined>

/** What is encoded, with bitrateMode "variable", which is the default. */
export interface Job {
  mode: Mode
  width: number
  height: number
  /** Bits per second. */
  bitrate: number
}

interface Encoder {
  /** The codec string of WebCodecs. */
  string: string
  muxer: 'h264' | 'hevc' | 'ivf'
  always: Settings
  realtime: Settings
  quality: Settings
  /** What follows from the job. */
  settings?(job: Job, threads: number): Settings
}

/** A variable bitrate that keeps to a buffer of 4 seconds. */
const buffered = (bitrate: number): Settings => ({ maxrate: bitrate, bufsize: bitrate * 4 })

/** The nearly constant bitrate that VP9 and AV1 get where bits are as few as in all rows here. */
const steadied = ({ bitrate }: Job): Settings => ({
  minrate: bitrate,
  maxrate: bitrate,
  bufsize: bitrate * 2,
  rc_init_occupancy: bitrate,
})

const tiled = ({ width }: Job): Settings => ({
  'tile-columns': Math.floor(Math.log2(Math.min(4, Math.max(1, Math.floor(width / 256))))),
})

/** Of libaom in realtime mode, as its own options. */
export const AOM_REALTIME = [
  'cpu-used=10:coeff-cost-upd-freq=3:mode-cost-upd-freq=3:mv-cost-upd-freq=3',
  'enable-order-hint=0:enable-warped-motion=0:enable-global-motion=0',
].join(':')

/** x265's own options, of which `more` are those of the mode. */
export function x265Params(mode: Mode, threads: number, more = mode === 'realtime' ? ':ref=3' : ''): string {
  const pools = threads > 1 ? threads : 'none'
  const frameThreads = mode === 'realtime' ? 1 : Math.min(threads, 3)
  return `log-level=none:open-gop=0:pools=${pools}:frame-threads=${frameThreads}${more}:level-idc=4`
}

export const CODECS: Record<Codec, Encoder> = {
  h264: {
    string: 'avc1.640028',
    muxer: 'h264',
    always: { 'c:v': 'libx264', 'forced-idr': 1, 'profile:v': 'high', level: 40 },
    realtime: { preset: 'superfast', tune: 'zerolatency', sc_threshold: 0, weightp: 'none', 'aq-mode': 'none' },
    quality: { preset: 'fast', 'x264-params': 'force-cfr=1' },
    settings: ({ mode, width, height, bitrate }) => ({
      ...(mode === 'realtime' && width * height >= 1920 * 1000 ? { subq: 0, refs: 2 } : {}),
      ...buffered(bitrate),
    }),
  },
  hevc: {
    string: 'hev1.1.6.L120.B0',
    muxer: 'hevc',
    always: { 'c:v': 'libx265', 'forced-idr': 1, 'profile:v': 'main' },
    realtime: { preset: 'ultrafast', tune: 'zerolatency' },
    quality: { preset: 'fast' },
    settings: ({ mode }, threads) => ({ threads: 1, 'x265-params': x265Params(mode, threads) }),
  },
  vp8: {
    string: 'vp8',
    muxer: 'ivf',
    always: { 'c:v': 'libvpx', 'auto-alt-ref': 0 },
    realtime: { deadline: 'realtime', 'cpu-used': -6, 'lag-in-frames': 0 },
    quality: { deadline: 'good', 'cpu-used': 2 },
    settings: ({ mode, bitrate }, threads) => ({
      threads: Math.max(1, Math.floor(threads / 2)),
      ...(mode === 'realtime' ? { minrate: bitrate, ...buffered(bitrate) } : {}),
    }),
  },
  vp9: {
    string: 'vp09.00.31.08',
    muxer: 'ivf',
    always: { 'c:v': 'libvpx-vp9', 'row-mt': 1 },
    realtime: { deadline: 'realtime', 'cpu-used': 8, 'lag-in-frames': 0, 'aq-mode': 0 },
    quality: { deadline: 'good', 'cpu-used': 4, 'lag-in-frames': 16 },
    settings: job => ({ ...tiled(job), ...steadied(job) }),
  },
  av1: {
    string: 'av01.0.05M.08',
    muxer: 'ivf',
    always: { 'c:v': 'libaom-av1' },
    realtime: { usage: 'realtime', 'aom-params': AOM_REALTIME, 'lag-in-frames': 0 },
    quality: { usage: 'good', 'cpu-used': 6, 'lag-in-frames': 19, 'row-mt': 1 },
    settings: job => ({ ...tiled(job), ...(job.mode === 'realtime' ? steadied(job) : {}) }),
  },
}

/** Settings of every encoding, with the colours of frames that name none. */
const COMMON: Settings = {
  color_primaries: 'bt709',
  color_trc: 'bt709',
  colorspace: 'bt709',
  color_range: 'tv',
}

/** The longest distance of key frames. */
const GOP = { realtime: 3000, quality: 250 }

/** The ffmpeg program's options to encode as ours does, but for the settings that `instead` has. */
export function encoderOptions(codec: Codec, job: Job, instead: Settings = {}): string[] {
  const { always, [job.mode]: ofMode, settings } = CODECS[codec]
  const count = threads(job.width, job.height)
  const bitrate = Math.round(job.bitrate)
  const all: Settings = {
    ...COMMON,
    g: GOP[job.mode],
    'b:v': bitrate,
    threads: count,
    ...always,
    ...ofMode,
    ...settings?.({ ...job, bitrate }, count),
    ...instead,
  }
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`-${name}`, String(value)]))
}
