/** A layout of channels whose order in the stream is not that in which FFmpeg, which orders by speaker, has them. */
export interface ChannelOrder {
  /** FFmpeg's name of it. */
  layout: string
  /** For each channel of the stream where FFmpeg has it. */
  order: readonly number[]
  /** A tone for each channel of the stream, a low one for the low frequency channel, which is the last. */
  frequencies: readonly number[]
  /** The same in FFmpeg's order. */
  native: readonly number[]
}

function channelOrder(layout: string, order: readonly number[]): ChannelOrder {
  const frequencies = order.map((_, i) => (layout.endsWith('.1') && i === order.length - 1 ? 60 : 400 + 200 * i))
  return { layout, order, frequencies, native: order.map((_, i) => frequencies[order.indexOf(i)] as number) }
}

/** Vorbis I, section 4.3.9, and RFC 7845, section 5.1.1.2. */
export const VORBIS_ORDERS = [
  channelOrder('3.0', [0, 2, 1]),
  channelOrder('5.0', [0, 2, 1, 3, 4]),
  channelOrder('5.1', [0, 2, 1, 4, 5, 3]),
  channelOrder('6.1', [0, 2, 1, 5, 6, 4, 3]),
  channelOrder('7.1', [0, 2, 1, 6, 7, 4, 5, 3]),
]

/** ISO/IEC 14496-3, table 1.19. */
export const AAC_ORDERS = [
  channelOrder('3.0', [2, 0, 1]),
  channelOrder('4.0', [2, 0, 1, 3]),
  channelOrder('5.0', [2, 0, 1, 3, 4]),
  channelOrder('5.1', [2, 0, 1, 4, 5, 3]),
  channelOrder('7.1', [2, 0, 1, 6, 7, 4, 5, 3]),
]
