import { BitReader, BitWriter } from './bits.js'

type Bytes = Uint8Array<ArrayBuffer>

export const SEQUENCE_HEADER = 1
export const TEMPORAL_DELIMITER = 2
export const FRAME_HEADER = 3
export const TILE_GROUP = 4
export const FRAME = 6

/** An open bitstream unit of AV1. */
export interface Obu {
  type: number
  payload: Uint8Array
}

/** The units of a temporal unit, each of which has a size. */
export function obusOf(data: Uint8Array): Obu[] {
  const obus: Obu[] = []
  for (let at = 0; at < data.length; ) {
    const header = data[at++] ?? 0
    if (header & 4) at++
    let size = 0
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = data[at++] ?? 0
      size += (byte & 0x7f) * 2 ** shift
      more = byte >= 0x80
    }
    obus.push({ type: (header >> 3) & 15, payload: data.subarray(at, at + size) })
    at += size
  }
  return obus
}

function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(Math.floor(value / 0x80))]
}

/** The bytes of units; those of a spatial layer get a header extension that says so. */
export function obuBytes(obus: Obu[], spatialLayer?: number): Bytes {
  const parts = obus.map(({ type, payload }) => {
    const extended = spatialLayer !== undefined && type !== TEMPORAL_DELIMITER && type !== SEQUENCE_HEADER
    const header = extended ? [(type << 3) | 6, spatialLayer << 3] : [(type << 3) | 2]
    return Buffer.concat([Uint8Array.from([...header, ...leb128(payload.length)]), payload])
  })
  return new Uint8Array(Buffer.concat(parts))
}

/** A sequence header with one operating point, as one of a stream with two spatial layers. Section 5.5.1. */
export function withTwoLayers({ type, payload }: Obu): Obu {
  const from = new BitReader(payload)
  const to = new BitWriter()
  const copy = (count = 1) => {
    const value = from.take(count)
    to.put(value, count)
    return value
  }
  copy(3 + 1)
  if (copy()) throw new Error('a reduced header has no operating points')
  if (copy()) throw new Error('timing information')
  copy()
  if (copy(5) !== 0) throw new Error('several operating points')
  from.take(12)
  to.put(0x301, 12) // operating_point_idc: temporal layer 0, spatial layers 0 and 1
  while (from.position < payload.length * 8) copy()
  return { type, payload: to.done() }
}
