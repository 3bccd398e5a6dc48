// Compiles without lib.dom: the API as a program for a server uses it.
import {
  type AllowSharedBufferSource,
  AudioData,
  type AudioDataInit,
  AudioDecoder,
  type AudioDecoderConfig,
  AudioEncoder,
  type AudioEncoderConfig,
  type AudioSampleFormat,
  convertVideoFrame,
  EncodedAudioChunk,
  EncodedVideoChunk,
  type EncodedVideoChunkMetadata,
  mergeAlpha,
  VideoColorSpace,
  VideoDecoder,
  type VideoDecoderConfig,
  VideoEncoder,
  type VideoEncoderConfig,
  VideoFrame,
  type VideoFrameBufferInit,
  type VideoPixelFormat,
} from '../../../index.js'

// The list below would not compile if a type were `any`.
type IsAny<T> = 0 extends 1 & T ? true : false
type AreAny<Types extends unknown[]> = { [K in keyof Types]: IsAny<Types[K]> }
const notAny: AreAny<
  [
    VideoFrame,
    VideoFrame['format'],
    VideoColorSpace['primaries'],
    AudioData,
    AudioData['format'],
    AudioDecoder['flush'],
  ]
> = [false, false, false, false, false, false]

const config: VideoEncoderConfig = {
  codec: 'avc1.42001f',
  width: 1280,
  height: 720,
  bitrate: 4_000_000,
  avc: { format: 'annexb' },
}
const init: VideoFrameBufferInit = { format: 'I444AP12', codedWidth: 4, codedHeight: 2, timestamp: 0 }

async function run(bytes: AllowSharedBufferSource): Promise<VideoPixelFormat | null> {
  const support = await VideoEncoder.isConfigSupported(config)
  if (!support.supported) throw new Error(`${support.config?.codec} is not supported`)

  const decoder = new VideoDecoder({
    output: frame => frame.close(),
    error: error => console.error(error.name, error.message),
  })
  const encoder = new VideoEncoder({
    output(chunk: EncodedVideoChunk, metadata?: EncodedVideoChunkMetadata) {
      const decoderConfig: VideoDecoderConfig | undefined = metadata?.decoderConfig
      if (decoderConfig) decoder.configure(decoderConfig)
      decoder.decode(chunk)
      const data: Uint8Array | undefined = metadata?.alphaSideData
      if (data) decoder.decode(new EncodedVideoChunk({ type: chunk.type, timestamp: chunk.timestamp, data }))
    },
    error: error => console.error(error.name, error.message),
  })
  encoder.ondequeue = event => console.log(event.type)
  encoder.configure(config)
  let frame = new VideoFrame(bytes, init)
  frame = new VideoFrame(frame, { alpha: 'discard' }).clone()
  encoder.encode(frame, { keyFrame: true })
  await encoder.flush()

  const format: VideoPixelFormat | null = frame.format
  const size: number = frame.allocationSize({ rect: frame.visibleRect ?? {} })
  const [plane] = await frame.copyTo(new Uint8Array(size))
  const converted: VideoFrame = await convertVideoFrame(frame, { format: 'NV12', colorSpace: { fullRange: true } })
  const merged: VideoFrame = mergeAlpha(converted, frame)
  for (const each of [converted, merged]) each.close()
  console.log(plane?.stride, frame instanceof VideoFrame, new VideoColorSpace(frame.colorSpace).toJSON(), notAny)
  frame[Symbol.dispose]()
  return format
}

const audioConfig: AudioEncoderConfig = {
  codec: 'opus',
  sampleRate: 48_000,
  numberOfChannels: 2,
  bitrateMode: 'constant',
  opus: { frameDuration: 10_000 },
}
const audioInit: Omit<AudioDataInit, 'data'> = {
  format: 'f32-planar',
  sampleRate: 48_000,
  numberOfFrames: 480,
  numberOfChannels: 2,
  timestamp: 0,
}

async function runAudio(data: Float32Array<ArrayBuffer>): Promise<AudioSampleFormat | null> {
  const support = await AudioEncoder.isConfigSupported(audioConfig)
  if (!support.supported) throw new Error(`${support.config?.codec} is not supported`)

  const decoder = new AudioDecoder({
    output: audio => audio.close(),
    error: error => console.error(error.name, error.message),
  })
  const encoder = new AudioEncoder({
    output(chunk, metadata) {
      const decoderConfig: AudioDecoderConfig | undefined = metadata?.decoderConfig
      const priming: number | undefined = metadata?.priming
      if (decoderConfig) decoder.configure(decoderConfig)
      decoder.decode(chunk)
      console.log(encoder.encodeQueueSize, decoder.decodeQueueSize, priming)
    },
    error: error => console.error(error.name, error.message),
  })
  encoder.ondequeue = function (event) {
    console.log(event.type, this.state)
  }
  encoder.configure(audioConfig)
  const audio = new AudioData({ ...audioInit, data, transfer: [data.buffer] })
  encoder.encode(audio.clone())
  await encoder.flush()

  audio.copyTo(new ArrayBuffer(audio.allocationSize({ planeIndex: 1 })), { planeIndex: 1, format: 's16-planar' })
  audio[Symbol.dispose]()
  return audio.format
}

new VideoFrame({ data: new Uint8ClampedArray(4), width: 1, height: 1, colorSpace: 'display-p3' }, { timestamp: 0 })
new VideoFrame({ data: new Uint8Array(3), info: { width: 1, height: 1, channels: 3 } }, { timestamp: 0, rotation: 90 })
// @ts-expect-error: an image needs a timestamp
new VideoFrame({ data: new Uint8Array(3), info: { width: 1, height: 1, channels: 3 } }, {})
// @ts-expect-error: no such format
new VideoFrame(new Uint8Array(1), { ...init, format: 'I421' })
// @ts-expect-error: buffers need an init
new VideoFrame(new Uint8Array(1))
// @ts-expect-error: the timestamp is required
new EncodedVideoChunk({ type: 'key', data: new Uint8Array(1) })
// @ts-expect-error: the plane is required
new AudioData({ ...audioInit, data: new ArrayBuffer(8) }).copyTo(new ArrayBuffer(8), {})
// @ts-expect-error: a SharedArrayBuffer is no BufferSource
new AudioData({ ...audioInit, data: new SharedArrayBuffer(8) })
// @ts-expect-error: the data is required
new EncodedAudioChunk({ type: 'key', timestamp: 0 })
// @ts-expect-error: attributes cannot be written
new VideoColorSpace().primaries = 'bt709'

export { run, runAudio }
