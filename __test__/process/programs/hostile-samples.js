// Encodes absurd samples with every codec, over and over, and leaves encoders in all states. Needs --expose-gc.
// Prints what happened as JSON: how often it was an error, what was not as it has to be, and how the memory grew.
import { AudioData, AudioEncoder } from 'webcodecs-native'
import { audio, collected, threads } from './common.js'

const [rounds, ...CODECS] = process.argv.slice(2)
const AUDIO = { sampleRate: 48_000, numberOfChannels: 2 }
const ABSURD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3.4e38, -3.4e38, 1e-45, 1e10, -1, 1]
const ARRAYS = { u8: Uint8Array, s16: Int16Array, s32: Int32Array, f32: Float32Array }

const report = { encodings: 0, chunks: 0, errors: {}, wrong: [] }

/** An AudioData of values from one end of the type to the other. */
function samples(format, { frames = 2500, sampleRate = 48_000, numberOfChannels = 2, timestamp = 0 } = {}) {
  const data = new ARRAYS[format.replace('-planar', '')](frames * numberOfChannels)
  for (let i = 0; i < data.length; i++) {
    data[i] = data instanceof Float32Array ? ABSURD[i % ABSURD.length] : i % 3 === 0 ? 2 ** 31 : (i * 2 ** 31) / 777
  }
  return new AudioData({ format, sampleRate, numberOfFrames: frames, numberOfChannels, timestamp, data })
}

/** Encodes, and checks that an error came as it has to, if one is expected. */
async function encode(what, config, inputs, expected) {
  const errors = []
  let chunks = 0
  const encoder = new AudioEncoder({
    output(chunk) {
      chunks += 1
      if (!(chunk.byteLength > 0 && chunk.duration >= 0)) report.wrong.push(`${what}: chunk`)
    },
    error: error => errors.push(error),
  })
  encoder.configure({ ...AUDIO, ...config })
  for (const input of inputs) {
    encoder.encode(input)
    // One in three is left to the garbage collector.
    if (report.encodings % 3) input.close()
  }
  const flushed = await encoder.flush().catch(error => error)
  const [error] = errors
  const healthy = flushed === error && errors.length < 2 && encoder.state === (error ? 'closed' : 'configured')
  if (!healthy || error?.name !== expected) report.wrong.push(`${what}: ${encoder.state}, ${flushed}, ${errors}`)
  if (!error && chunks === 0) report.wrong.push(`${what}: no chunk`)
  if (!error && report.encodings % 2) encoder.close()
  report.encodings += 1
  report.chunks += chunks
  if (error) report.errors[error.name] = (report.errors[error.name] ?? 0) + 1
}

async function everything(codec) {
  for (const type of Object.keys(ARRAYS)) {
    for (const format of [type, `${type}-planar`]) {
      const inputs = [-5000, 0, 100_000, 50_000, 2 ** 52, -(2 ** 52)].map(timestamp => samples(format, { timestamp }))
      await encode(`${codec} ${format}`, { codec }, inputs)
    }
  }
  for (const members of [
    { sampleRate: 44_100 },
    { sampleRate: 3e38 },
    { numberOfChannels: 1 },
    { numberOfChannels: 255 },
  ]) {
    const inputs = [samples('f32'), samples('f32', { ...members, frames: 3 }), samples('s16')]
    await encode(`${codec} ${JSON.stringify(members)}`, { codec }, inputs, 'EncodingError')
  }
  for (const members of [
    { sampleRate: 1e9 },
    { sampleRate: 2 ** 32 - 1 },
    { numberOfChannels: 256 },
    { numberOfChannels: 2 ** 32 - 1 },
  ]) {
    await encode(`${codec} ${JSON.stringify(members)}`, { codec, ...members }, [samples('f32')], 'NotSupportedError')
  }
  const tiny = Array.from({ length: 500 }, (_, i) => samples('f32', { frames: 1 + (i % 2), timestamp: i * 31 }))
  await encode(`${codec} tiny`, { codec }, tiny)
}

/** Ended in the middle of work, by each of the ways. */
function ended(codec) {
  for (const end of [encoder => encoder.close(), encoder => encoder.reset(), () => {}]) {
    const encoder = new AudioEncoder({ output() {}, error: error => report.wrong.push(`${codec}: ${error}`) })
    encoder.configure({ codec, ...AUDIO })
    for (let i = 0; i < 4; i++) encoder.encode(samples('f32', { timestamp: i * 52_083 }))
    end(encoder)
  }
}

await audio.makeChunks(1)
const before = threads()
const memory = []
for (let i = 0; i < Number(rounds); i++) {
  for (const codec of CODECS) {
    await everything(codec)
    ended(codec)
  }
  await collected(before)
  memory.push(Math.round(process.memoryUsage().rss / 2 ** 20))
}
console.log(JSON.stringify({ ...report, memory }))
