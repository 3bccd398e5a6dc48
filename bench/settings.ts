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

const tiles = (width: number) => Math.floor(Math.log2(Math.min(4, Math.max(1, Math.floor(width / 256)))))

const AOM = [
  'cpu-used=10:coeff-cost-upd-freq=3:mode-cost-upd-freq=3:mv-cost-upd-freq=3',
  'enable-order-hint=0:enable-warped-motion=0:enable-global-motion=0',
].join(':')

export type Codec = 'h264' | 'vp8' | 'vp9' | 'av1'

/** Options of the ffmpeg program by name. */
type Settings = Record<string, string | number>

/** A variable bitrate that keeps to a buffer of 4 seconds. */
const buffered = (bitrate: number): Settings => ({ maxrate: bitrate, bufsize: bitrate * 4 })

/** What each codec of the encoding rows is called, here and there. */
export const CODECS: Record<
  Codec,
  { string: string; muxer: 'h264' | 'ivf'; settings(width: number): Settings; rate?(bitrate: number): Settings }
> = {
  h264: {
    string: 'avc1.640028',
    muxer: 'h264',
    settings: () => ({
      'c:v': 'libx264',
      preset: 'superfast',
      tune: 'zerolatency',
      sc_threshold: 0,
      weightp: 'none',
      'aq-mode': 'none',
      'forced-idr': 1,
      'profile:v': 'high',
      level: 40,
    }),
    rate: buffered,
  },
  vp8: {
    string: 'vp8',
    muxer: 'ivf',
    settings: () => ({
      'c:v': 'libvpx',
      deadline: 'realtime',
      'cpu-used': -6,
      threads: 1,
      'lag-in-frames': 0,
      'auto-alt-ref': 0,
    }),
    rate: bitrate => ({ minrate: bitrate, ...buffered(bitrate) }),
  },
  vp9: {
    string: 'vp09.00.31.08',
    muxer: 'ivf',
    settings: width => ({
      'c:v': 'libvpx-vp9',
      deadline: 'realtime',
      'cpu-used': 8,
      'lag-in-frames': 0,
      'aq-mode': 0,
      'row-mt': 1,
      'tile-columns': tiles(width),
    }),
  },
  av1: {
    string: 'av01.0.05M.08',
    muxer: 'ivf',
    settings: width => ({
      'c:v': 'libaom-av1',
      usage: 'realtime',
      'aom-params': AOM,
      'lag-in-frames': 0,
      'tile-columns': tiles(width),
    }),
  },
}

/** Settings of every realtime encoding, with the colours of frames that name none. */
const COMMON: Settings = {
  g: 3000,
  color_primaries: 'bt709',
  color_trc: 'bt709',
  colorspace: 'bt709',
  color_range: 'tv',
}

/** The ffmpeg program's options to encode as ours does with bitrateMode "variable", which is the default. */
export function encoderOptions(codec: Codec, width: number, height: number, bitrate: number): string[] {
  const control = {
    threads: threads(width, height),
    'b:v': Math.round(bitrate),
    ...CODECS[codec].rate?.(Math.round(bitrate)),
  }
  const settings = { ...COMMON, ...control, ...CODECS[codec].settings(width) }
  return Object.entries(settings).flatMap(([name, value]) => [`-${name}`, String(value)])
}
