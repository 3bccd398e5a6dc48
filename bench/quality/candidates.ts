/** Settings that could be used instead of ours. Each names only what differs from those in use, which settings.ts has. */
import { AOM_REALTIME, type Codec, type Mode, type Settings, x265Params } from '../settings.js'

const WIDE_SEARCH: Settings = { me_method: 'umh', me_range: 32 }
const B_FRAMES: Settings = { bf: 5, b_strategy: 2 }

const aom = (speed: number): Settings => ({ 'aom-params': AOM_REALTIME.replace('cpu-used=10', `cpu-used=${speed}`) })

/** One thread, as each of these pictures is too small for more. */
const x265 = (mode: Mode, more: string): Settings => ({ 'x265-params': x265Params(mode, 1, more) })

/** Without the options of libaom. */
const svt = (preset: number): Settings => ({
  'c:v': 'libsvtav1',
  usage: undefined,
  'cpu-used': undefined,
  'lag-in-frames': undefined,
  'row-mt': undefined,
  'tile-columns': undefined,
  preset,
  'svtav1-params': 'lp=1',
})

export const CANDIDATES: Record<Codec, Record<Mode, Record<string, Settings>>> = {
  h264: {
    realtime: {
      'weightp, aq-mode of the preset': { weightp: undefined, 'aq-mode': undefined },
      'weightp of the preset': { weightp: undefined },
      'refs=3': { refs: 3 },
      'me=umh, me_range=32, refs=3': { ...WIDE_SEARCH, refs: 3 },
      'trellis=1': { trellis: 1 },
      'me=umh, me_range=32, refs=3, trellis=1': { ...WIDE_SEARCH, refs: 3, trellis: 1 },
      'subq=6, trellis=1': { subq: 6, trellis: 1 },
      'preset=ultrafast': { preset: 'ultrafast' },
      'preset=veryfast': { preset: 'veryfast' },
      'preset=faster': { preset: 'faster' },
    },
    quality: {
      'preset=medium': { preset: 'medium' },
      'preset=slow': { preset: 'slow' },
      'aq-mode=none': { 'aq-mode': 'none' },
      'aq-mode=none, psy=0': { 'aq-mode': 'none', psy: 0 },
      'me=umh, me_range=32': WIDE_SEARCH,
      'me=umh, me_range=32, refs=3, subq=7': { ...WIDE_SEARCH, refs: 3, subq: 7 },
      'bf=5, b_strategy=2': B_FRAMES,
      'me=umh, me_range=32, refs=3, bf=5, b_strategy=2': { ...WIDE_SEARCH, refs: 3, ...B_FRAMES },
    },
  },
  hevc: {
    realtime: {
      'ref of the preset': x265('realtime', ''),
      'ref=3:me=umh': x265('realtime', ':ref=3:me=umh'),
      'ref=3:min-cu-size=8': x265('realtime', ':ref=3:min-cu-size=8'),
      'ref=3:min-cu-size=8:me=umh': x265('realtime', ':ref=3:min-cu-size=8:me=umh'),
      'ref=3:min-cu-size=8:me=umh:sao=1': x265('realtime', ':ref=3:min-cu-size=8:me=umh:sao=1'),
      'ref=3:min-cu-size=8:subme=2': x265('realtime', ':ref=3:min-cu-size=8:subme=2'),
      'preset=superfast': { preset: 'superfast' },
      'preset=veryfast': { preset: 'veryfast' },
    },
    quality: {
      'preset=medium': { preset: 'medium' },
      'preset=slow': { preset: 'slow' },
      'me=umh': x265('quality', ':me=umh'),
      'me=umh:rect=1:limit-modes=1': x265('quality', ':me=umh:rect=1:limit-modes=1'),
      'me=umh:rect=1:limit-modes=1:rd=4': x265('quality', ':me=umh:rect=1:limit-modes=1:rd=4'),
      'rd=4:rdoq-level=2:ref=4:bframes=6:b-adapt=2': x265('quality', ':rd=4:rdoq-level=2:ref=4:bframes=6:b-adapt=2'),
    },
  },
  vp8: {
    realtime: {
      'cpu-used=-3': { 'cpu-used': -3 },
      'cpu-used=-4': { 'cpu-used': -4 },
      'cpu-used=-8': { 'cpu-used': -8 },
      'no buffer': { minrate: undefined, maxrate: undefined, bufsize: undefined },
    },
    quality: {
      'cpu-used=0': { 'cpu-used': 0 },
      'cpu-used=1': { 'cpu-used': 1 },
      'cpu-used=4': { 'cpu-used': 4 },
      'error-resilient=default': { 'error-resilient': 'default' },
    },
  },
  vp9: {
    realtime: {
      'cpu-used=7': { 'cpu-used': 7 },
      // 8, which is in use, is the highest that FFmpeg takes.
      'aq-mode=3': { 'aq-mode': 3 },
      'aq-mode=3, frame-parallel=0': { 'aq-mode': 3, 'frame-parallel': 0 },
      'tune-content=screen': { 'tune-content': 'screen' },
      'tune-content=screen, frame-parallel=0': { 'tune-content': 'screen', 'frame-parallel': 0 },
    },
    quality: {
      'cpu-used=2, frame-parallel=0': { 'cpu-used': 2, 'frame-parallel': 0 },
      'cpu-used=3': { 'cpu-used': 3 },
      'cpu-used=5': { 'cpu-used': 5 },
      'tune-content=screen': { 'tune-content': 'screen' },
    },
  },
  av1: {
    realtime: {
      'cpu-used=8': aom(8),
      'cpu-used=9': aom(9),
      'tune-content=screen': { 'aom-params': `${AOM_REALTIME}:tune-content=screen` },
      'cpu-used=8, tune-content=screen': { 'aom-params': `${AOM_REALTIME}:cpu-used=8:tune-content=screen` },
    },
    quality: {
      'cpu-used=4': { 'cpu-used': 4 },
      'cpu-used=5': { 'cpu-used': 5 },
      'tune-content=screen': { 'aom-params': 'tune-content=screen' },
      'libsvtav1, preset=8': svt(8),
      'libsvtav1, preset=10': svt(10),
      'libsvtav1, preset=12': svt(12),
    },
  },
}
