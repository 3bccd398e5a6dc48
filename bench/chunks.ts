/** Compressed clips as chunks, found once and beforehand, so that everybody decodes the same bytes and nobody demuxes. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

type Type = 'key' | 'delta'

export interface ChunkedClip {
  codec: string
  codedWidth: number
  codedHeight: number
  description?: Uint8Array
  /** In decoding order; timestamps in microseconds. */
  chunks: { type: Type; timestamp: number; data: Uint8Array }[]
}

interface Packet {
  pts_time: string
  flags: string
  /** Where the packet's bytes lie in the file. */
  pos: string
  size: string
}

interface Probe {
  streams: { codec_name: string; width: number; height: number }[]
  packets: Packet[]
}

/** How the clips' codecs are called in WebCodecs, and the box of an MP4 that holds the description. */
const CODECS: Record<string, { string: string; box?: string }> = {
  h264: { string: 'avc1.640028', box: 'avcC' },
  hevc: { string: 'hvc1.1.6.L93.B0', box: 'hvcC' },
  vp9: { string: 'vp09.00.31.08' },
  av1: { string: 'av01.0.05M.08' },
}

const indexOf = (file: string) => `${file}.json`

/** Writes down where the chunks of an MP4 file lie, as the ffprobe program finds them. */
export function index(file: string): void {
  if (existsSync(indexOf(file))) return
  const entries = 'stream=codec_name,width,height:packet=pts_time,flags,pos,size'
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', entries, '-of', 'json', file]
  const { status, stdout, stderr } = spawnSync('ffprobe', args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`the ffprobe program cannot read ${file}: ${stderr}`)
  writeFileSync(indexOf(file), stdout)
}

/** The content of the first box of that type: its size stands before the type and counts both. */
function box(bytes: Buffer, type: string): Uint8Array {
  const at = bytes.indexOf(type)
  return bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4))
}

export function readChunks(file: string): ChunkedClip {
  const probe: Probe = JSON.parse(readFileSync(indexOf(file), 'utf8'))
  const [stream] = probe.streams
  const codec = CODECS[stream?.codec_name ?? '']
  if (!stream || !codec) throw new Error(`${file} holds no video for the bench`)
  const bytes = readFileSync(file)
  const chunks = probe.packets.map(({ pts_time, flags, pos, size }) => ({
    type: (flags.startsWith('K') ? 'key' : 'delta') as Type,
    timestamp: Math.round(Number(pts_time) * 1e6),
    data: bytes.subarray(Number(pos), Number(pos) + Number(size)),
  }))
  const description = codec.box ? { description: box(bytes, codec.box) } : {}
  return { codec: codec.string, codedWidth: stream.width, codedHeight: stream.height, ...description, chunks }
}
