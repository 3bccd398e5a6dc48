/** Compressed sound as packets in one file without a container, which the measured processes read and write quickly. */
import { readFileSync, writeFileSync } from 'node:fs'

export interface Packet {
  /** Microseconds. */
  timestamp: number
  duration: number
  data: Uint8Array
}

export interface Packets {
  codec: string
  sampleRate: number
  numberOfChannels: number
  description?: Uint8Array
  packets: Packet[]
}

/** The file begins with the size of this in 4 bytes, and this as JSON; description and packets follow. */
type Index = Omit<Packets, 'description' | 'packets'> & {
  described: number
  packets: { timestamp: number; duration: number; size: number }[]
}

export function writePackets(file: string, { description = new Uint8Array(), packets, ...config }: Packets): void {
  const index: Index = {
    ...config,
    described: description.length,
    packets: packets.map(({ data, ...times }) => ({ ...times, size: data.length })),
  }
  const json = Buffer.from(JSON.stringify(index))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(json.length)
  writeFileSync(file, Buffer.concat([size, json, description, ...packets.map(({ data }) => data)]))
}

export function readPackets(file: string): Packets {
  const bytes = readFileSync(file)
  let at = 4 + bytes.readUInt32LE(0)
  const take = (size: number) => {
    at += size
    return bytes.subarray(at - size, at)
  }
  const { described, packets, ...config }: Index = JSON.parse(bytes.toString('utf8', 4, at))
  const description = take(described)
  return {
    ...config,
    ...(described > 0 ? { description } : {}),
    packets: packets.map(({ size, ...times }) => ({ ...times, data: take(size) })),
  }
}
