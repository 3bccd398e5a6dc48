import type { Media } from './media.js'

type Bytes = Uint8Array<ArrayBuffer>

const concat = (parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts))

/** nal_unit_type of a unit of H.264 or HEVC. */
export const nalType = (codec: string, [first = 0]: Uint8Array): number =>
  codec.startsWith('avc') ? first & 0x1f : (first >> 1) & 0x3f

/** The NAL units after lengths of so many bytes. */
export function unitsOf(data: Uint8Array, lengthSize = 4): Bytes[] {
  const bytes = Buffer.from(data)
  const units: Bytes[] = []
  for (let at = 0; at < bytes.length; ) {
    const start = at + lengthSize
    at = start + bytes.readUIntBE(at, lengthSize)
    units.push(new Uint8Array(bytes.subarray(start, at)))
  }
  return units
}

/** The units, each after its length in so many bytes. */
export const prefixed = (units: Uint8Array[], lengthSize = 4): Bytes =>
  concat(
    units.flatMap(unit => {
      const length = Buffer.alloc(lengthSize)
      length.writeUIntBE(unit.length, 0, lengthSize)
      return [length, unit]
    }),
  )

/** The units, each after a start code. */
export const byteStream = (units: Uint8Array[], startCode = [0, 0, 0, 1]): Bytes =>
  concat(units.flatMap(unit => [Uint8Array.from(startCode), unit]))

/** The parameter sets in a description of H.264 or HEVC, in its order. */
export function parameterSets({ codec, description }: Media['config']): Bytes[] {
  const bytes = Buffer.from(description as Uint8Array)
  const units: Bytes[] = []
  let at = codec.startsWith('avc') ? 5 : 23
  const read = (count: number) => {
    for (; count > 0; count--) {
      const length = bytes.readUInt16BE(at)
      units.push(new Uint8Array(bytes.subarray(at + 2, at + 2 + length)))
      at += 2 + length
    }
  }
  if (at === 5) {
    read(bytes.readUInt8(at++) & 0x1f)
    read(bytes.readUInt8(at++))
  } else {
    for (let arrays = bytes.readUInt8(22); arrays > 0; arrays--) {
      at += 3
      read(bytes.readUInt16BE(at - 2))
    }
  }
  return units
}

/** The same media with chunks of other units in another framing. */
export function reframed(
  media: Media,
  frame: (units: Bytes[], key: boolean) => Bytes,
  description?: Uint8Array<ArrayBuffer>,
): Media {
  const { description: former, ...config } = media.config
  const chunks = media.chunks.map(chunk => ({ ...chunk, data: frame(unitsOf(chunk.data), chunk.type === 'key') }))
  return { ...media, config: { ...config, ...(description && { description }) }, chunks }
}

/** The same media as a byte stream without a description, its parameter sets in the key chunks. */
export function toByteStream(media: Media): Media {
  const sets = parameterSets(media.config)
  return reframed(media, (units, key) => byteStream(key ? [...sets, ...units] : units))
}
