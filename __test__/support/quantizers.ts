import { headersTracedByFfmpeg } from './programs.js'

/** The stream's index of a quantizer on libvpx's scale. The coder goes no further than this, in key frames and in others. */
export const vp9Index = (quantizer: number, isKey: boolean): number => Math.min(quantizer * 4, isKey ? 219 : 236)

/** The quantizer of each picture of an H.264 stream, or the index of each of a VP9 stream, as ffmpeg reads the headers. */
export async function quantizersOf(file: string): Promise<number[]> {
  const quantizers: number[] = []
  let initial = 26
  let isFirst = true
  for (const { name, value } of await headersTracedByFfmpeg(file)) {
    if (name === 'pic_init_qp_minus26') initial = 26 + value
    else if (name === 'first_mb_in_slice') isFirst = value === 0
    else if (name === 'slice_qp_delta' && isFirst) quantizers.push(initial + value)
    else if (name === 'base_q_idx') quantizers.push(value)
  }
  return quantizers
}
