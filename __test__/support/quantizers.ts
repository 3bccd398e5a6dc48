import { headersTracedByFfmpeg } from './programs.js'

/** The stream's index of a quantizer on libvpx's scale. The coder goes no further than this, in key frames and in others. */
export const vp9Index = (quantizer: number, isKey: boolean): number => Math.min(quantizer * 4, isKey ? 219 : 236)

/** Syntax elements that tell what is added to `slice_qp_delta`, and that a picture begins, of H.264 and HEVC. */
const INITIAL = ['pic_init_qp_minus26', 'init_qp_minus26']
const FIRST: Record<string, number> = { first_mb_in_slice: 0, first_slice_segment_in_pic_flag: 1 }

/**
 * The quantizer of each picture of an H.264 or HEVC stream, or the index of each of a VP9 stream, in the order of decoding,
 * as ffmpeg reads the headers.
 */
export async function quantizersOf(file: string): Promise<number[]> {
  const quantizers: number[] = []
  let initial = 26
  let isFirst = true
  for (const { name, value } of await headersTracedByFfmpeg(file)) {
    if (INITIAL.includes(name)) initial = 26 + value
    else if (name in FIRST) isFirst = value === FIRST[name]
    else if (name === 'slice_qp_delta' && isFirst) quantizers.push(initial + value)
    else if (name === 'base_q_idx') quantizers.push(value)
  }
  return quantizers
}
