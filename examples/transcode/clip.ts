/** Renders our own clip: pixels and samples from memory through our VideoFrame, AudioData and encoders into an MP4 file. */
import { AudioSample, Mp4OutputFormat, Quality, VideoSample } from 'mediabunny'
import { picture } from './picture.js'
import { Progress } from './progress.js'
import { drawScene } from './scene.js'
import { audioTrack, videoTrack, writeFile } from './sink.js'
import { primingOf } from './sound.js'

const WIDTH = 640
const HEIGHT = 360
const FRAME_RATE = 30
const FRAMES = 120

const SAMPLE_RATE = 48000
/** Frames of sound in one AudioData: neither a divisor nor a multiple of what encoders take at a time. */
const BLOCK = 1000
/** The notes of the two channels in Hz. */
const NOTES = [440, 660]
const SHAPE = { sampleRate: SAMPLE_RATE, numberOfChannels: NOTES.length }

/** The lamp is lit and the horn blown in the first fifth of every second. */
const isSignal = (seconds: number) => seconds % 1 < 0.2

export async function renderClip(path: string): Promise<void> {
  let encoded = 0
  const progress = new Progress(FRAMES)
  const quality = new Quality('high')
  const onEncodedPacket = () => progress.update(++encoded)
  const format = new Mp4OutputFormat()
  const audio = { codec: 'aac', quality } as const
  const priming = await primingOf(audio, SHAPE, format)
  await writeFile(path, format, [
    videoTrack({ codec: 'avc', quality, onEncodedPacket }, {}, pictures()),
    audioTrack(audio, sound(priming)),
  ])
  progress.end(encoded)
}

function* pictures(): Generator<VideoSample> {
  const canvas = picture(WIDTH, HEIGHT)
  for (let index = 0; index < FRAMES; index++) {
    drawScene(canvas, index / FRAMES, index, isSignal(index / FRAME_RATE))
    const frame = new VideoFrame(canvas.data, {
      format: 'RGBA',
      codedWidth: WIDTH,
      codedHeight: HEIGHT,
      timestamp: Math.round((index * 1e6) / FRAME_RATE),
      duration: Math.round(1e6 / FRAME_RATE),
    })
    yield new VideoSample(frame)
  }
}

/** Starts as many seconds early as the encoder is late. */
function* sound(priming: number): Generator<AudioSample> {
  const frames = (FRAMES / FRAME_RATE) * SAMPLE_RATE
  const volume = new Horn()
  for (let start = 0; start < frames; start += BLOCK) {
    const numberOfFrames = Math.min(BLOCK, frames - start)
    const data = new Float32Array(numberOfFrames * NOTES.length)
    for (let i = 0; i < numberOfFrames; i++) {
      const seconds = (start + i) / SAMPLE_RATE
      const amplitude = volume.at(seconds)
      NOTES.forEach((note, channel) => {
        data[channel * numberOfFrames + i] = amplitude * Math.sin(2 * Math.PI * note * seconds)
      })
    }
    const audio = new AudioData({
      format: 'f32-planar',
      ...SHAPE,
      numberOfFrames,
      timestamp: Math.round((start / SAMPLE_RATE - priming) * 1e6),
      data,
    })
    yield new AudioSample(audio)
  }
}

/** How loud it is: a hum, and the horn over it, which comes and goes without a click. */
class Horn {
  #amplitude = 0

  /** To be called for every frame of sound in turn. */
  at(seconds: number): number {
    this.#amplitude += ((isSignal(seconds) ? 0.5 : 0.05) - this.#amplitude) * 0.004
    return this.#amplitude
  }
}
