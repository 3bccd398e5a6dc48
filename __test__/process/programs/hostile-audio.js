// Decodes damaged audio of the codec that the argument names, over and over. Needs --expose-gc.
// Prints what happened as JSON: how often it was an error, what was not as it has to be, and how the memory grew.
import { AudioDecoder, EncodedAudioChunk } from 'webcodecs-native'
import { audio, turns } from './common.js'

const [codec, rounds] = [process.argv[2], Number(process.argv[3])]
const AUDIO = { sampleRate: 48_000, numberOfChannels: 2 }
const CODECS = ['opus', 'mp4a.40.2', 'mp3', 'vorbis', 'flac', 'pcm-s16']

/** Numbers below a limit, the same in every run. */
function random(seed) {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const next = random(1)
const noise = length => Uint8Array.from({ length }, () => next(256))

const bytesOf = chunk => {
  const data = new Uint8Array(chunk.byteLength)
  chunk.copyTo(data)
  return data
}
async function encoded(name) {
  const { chunks, decoderConfig } = await audio.makeChunks(8, { codec: name, frames: 1024 })
  const { description } = decoderConfig
  return { packets: chunks.map(bytesOf), description: description && new Uint8Array(description) }
}

const SPOILS = {
  'cut short': data => data.slice(0, next(data.length)),
  'with flipped bits': data => {
    for (let i = 0; i < 8; i++) data[next(data.length)] ^= 1 << next(8)
    return data
  },
  'with a flipped bit in front': data => {
    data[next(Math.min(8, data.length))] ^= 1 << next(8)
    return data
  },
  'of random bytes': data => data.map(() => next(256)),
  'with a random tail': data => data.fill(next(256), next(data.length)),
  'too long': data => Uint8Array.of(...data, ...noise(next(300))),
  empty: () => new Uint8Array(),
}

const report = { decodings: 0, outputs: 0, errors: {}, wrong: [] }

/** Decodes, and checks that an error came as it has to. Resolves with its name. */
async function decode(what, config, packets) {
  const errors = []
  let outputs = 0
  const decoder = new AudioDecoder({
    output(data) {
      outputs += 1
      if (!(data.numberOfFrames > 0 && data.numberOfChannels > 0 && data.sampleRate > 0))
        report.wrong.push(`${what}: output`)
      data.copyTo(new Uint8Array(data.allocationSize({ planeIndex: 0 })), { planeIndex: 0 })
      data.close()
    },
    error: error => errors.push(error),
  })
  decoder.configure({ codec, ...AUDIO, ...config })
  for (const [i, data] of packets.entries()) {
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: i * 1000, data }))
  }
  const flushed = await decoder.flush().catch(error => error)
  const [error] = errors
  const healthy = flushed === error && errors.length < 2 && decoder.state === (error ? 'closed' : 'configured')
  const named = !error || (error instanceof DOMException && ['EncodingError', 'NotSupportedError'].includes(error.name))
  if (!healthy || !named) report.wrong.push(`${what}: ${decoder.state}, ${flushed}, ${errors}`)
  if (error && error.message.length < 10) report.wrong.push(`${what}: says no more than ${error.message}`)
  if (!error) decoder.close()
  report.decodings += 1
  report.outputs += outputs
  if (error) report.errors[error.name] = (report.errors[error.name] ?? 0) + 1
  return error?.name
}

const media = Object.fromEntries(await Promise.all([...CODECS, codec].map(async name => [name, await encoded(name)])))
const { packets, description } = media[codec]
const whole = await decode('whole', { description }, packets)
if (whole !== undefined) report.wrong.push(`whole: ${whole}`)

/** Each kind of damage to a packet among good ones. */
async function damagedPackets() {
  for (const [what, spoil] of Object.entries(SPOILS)) {
    for (let victim = 0; victim < Math.min(packets.length, 12); victim++) {
      const spoiled = packets.map((data, i) => (i === victim ? spoil(data.slice()) : data))
      await decode(`a packet ${what}`, { description }, spoiled)
    }
  }
}

/** Descriptions that are damaged, and those of other codecs, with the good packets and with random ones. */
async function damagedDescriptions() {
  const descriptions = { none: undefined, empty: new Uint8Array(), random: noise(40), long: noise(100_000) }
  for (const name of CODECS) if (name !== codec) descriptions[`of ${name}`] = media[name].description
  if (description) {
    for (let i = 0; i < 12; i++) descriptions[`cut ${i}`] = description.slice(0, next(description.length))
    for (let i = 0; i < 12; i++) descriptions[`flipped ${i}`] = SPOILS['with flipped bits'](description.slice())
    for (let i = 0; i < 12; i++) descriptions[`bit ${i}`] = SPOILS['with a flipped bit in front'](description.slice())
  }
  for (const [what, bytes] of Object.entries(descriptions)) {
    const { supported } = await AudioDecoder.isConfigSupported({ codec, ...AUDIO, description: bytes })
    const error = await decode(`description ${what}`, { description: bytes }, packets)
    if (supported === (error === 'NotSupportedError'))
      report.wrong.push(`description ${what}: ${supported}, but ${error}`)
    await decode(`description ${what}, random packets`, { description: bytes }, [noise(500), noise(3)])
  }
}

/** Good packets of the other codecs. */
async function wrongPackets() {
  for (const name of CODECS)
    if (name !== codec) await decode(`packets of ${name}`, { description }, media[name].packets)
}

/** Rates and channels that contradict the stream. */
async function wrongConfigs() {
  for (const sampleRate of [1, 8000, 44_100, 1_000_000_000, 2 ** 32 - 1]) {
    await decode(`${sampleRate} Hz`, { description, sampleRate }, packets)
  }
  for (const numberOfChannels of [1, 3, 8, 9, 255, 256, 2 ** 32 - 1]) {
    await decode(`${numberOfChannels} channels`, { description, numberOfChannels }, packets)
  }
}

/** Whole samples of every PCM. */
const BIG = 24 * 2_100_000

/** A chunk of 50 MB, and ten thousand of a few bytes. Any bytes are PCM; for the others these are nothing. */
async function absurdSizes() {
  const raw = /^pcm|law$/.test(codec)
  for (const [what, data] of [
    ['of zeros', new Uint8Array(BIG)],
    ['that starts well', new Uint8Array(BIG).fill(255)],
  ]) {
    if (!raw) data.set(packets[0])
    const before = report.outputs
    const error = await decode(`50 MB ${what}`, { description }, [data])
    if (raw && (error || report.outputs !== before + 1)) report.wrong.push(`50 MB ${what}: ${error}`)
  }
  const before = report.outputs
  const tiny = Array.from({ length: 10_000 }, () => (raw ? noise(12) : packets[0]))
  const error = await decode('10000 chunks', { description, ...(raw && { numberOfChannels: 1 }) }, tiny)
  if (error || report.outputs < before + 9999)
    report.wrong.push(`10000 chunks: ${error}, ${report.outputs - before} outputs`)
}

const memory = []
for (let i = 0; i < rounds; i++) {
  for (const part of [damagedPackets, damagedDescriptions, wrongPackets, wrongConfigs]) await part()
  await turns(10)
  globalThis.gc()
  memory.push(Math.round(process.memoryUsage().rss / 2 ** 20))
}
await absurdSizes()
if ((await decode('whole', { description }, packets)) !== undefined) report.wrong.push('whole, after all')
console.log(JSON.stringify({ ...report, memory }))
