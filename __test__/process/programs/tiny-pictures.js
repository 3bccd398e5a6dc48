// Decodes a chunk of 10,000 pictures of H.264 with 8 bytes each, and then one of a single picture. Prints how many came out of
// each, by how many megabytes memory grew, and how often a timer went off meanwhile.
import { EncodedVideoChunk, VideoDecoder } from '../../../index.js'

const COUNT = 10_000

const u = (value, count) => value.toString(2).padStart(count, '0')
const ue = value => {
  const bits = (value + 1).toString(2)
  return bits.padStart(2 * bits.length - 1, '0')
}

/** A unit with its start code, of bits and then, aligned, bytes. None of them has zeros that would have to be escaped. */
function unit(header, bits, bytes = []) {
  const all = bytes.length > 0 ? bits : `${bits}1`
  const body = all.padEnd(Math.ceil(all.length / 8) * 8, '0').match(/.{8}/g)
  const end = bytes.length > 0 ? [...bytes, 0x80] : []
  return [0, 0, 1, header, ...body.map(byte => Number.parseInt(byte, 2)), ...end]
}

// Main profile, 16x16, frame_num of 4 bits, pictures numbered in 16 bits; no deblocking.
const sets = [
  ...unit(0x67, `${u(77, 8)}${u(0x40, 8)}${u(30, 8)}${ue(0)}${ue(0)}${ue(0)}${ue(12)}${ue(1)}0${ue(0)}${ue(0)}1100`),
  ...unit(0x68, `${ue(0)}${ue(0)}00${ue(0)}${ue(0)}${ue(0)}000${ue(0)}${ue(0)}${ue(0)}100`),
]
/** An IDR picture of one macroblock of raw samples. */
const key = unit(
  0x65,
  `${ue(0)}${ue(7)}${ue(0)}${u(0, 4)}${ue(0)}${u(1, 16)}00${ue(0)}${ue(1)}${ue(25)}`,
  Array(384).fill(99),
)
/** The same again, and no reference. */
const skipped = number => unit(0x01, `${ue(0)}${ue(5)}${ue(0)}${u(1, 4)}${u(number, 16)}00${ue(0)}${ue(1)}${ue(1)}`)

const many = [...sets, ...key]
for (let i = 1; i < COUNT; i++) many.push(...skipped(257 + (i % 250)))
const counts = [0, 0]
const decoder = new VideoDecoder({
  output(frame) {
    counts[frame.timestamp] += 1
    frame.close()
  },
  error(error) {
    console.error(error.message)
    process.exitCode = 1
  },
})
decoder.configure({ codec: 'avc1.4d401e' })
const before = process.memoryUsage.rss()
let [beats, peak] = [0, before]
const timer = setInterval(() => {
  beats += 1
  peak = Math.max(peak, process.memoryUsage.rss()) // maxRSS counts what the process was forked from
}, 5)
for (const [timestamp, bytes] of [many, [...sets, ...key]].entries()) {
  decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp, data: Uint8Array.from(bytes) }))
}
await decoder.flush()
clearInterval(timer)
const megabytes = (peak - before) / 2 ** 20
console.log(JSON.stringify({ counts, megabytes, beats }))
