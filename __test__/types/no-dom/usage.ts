// Compiles without lib.dom: the API as a program for a server uses it.
import {
  type AllowSharedBufferSource,
  EncodedVideoChunk,
  type EncodedVideoChunkMetadata,
  VideoColorSpace,
  VideoDecoder,
  type VideoDecoderConfig,
  VideoEncoder,
  type VideoEncoderConfig,
  VideoFrame,
  type VideoFrameBufferInit,
  type VideoPixelFormat,
} from '../../../index.js'

// The three pairs below would not compile if a type were `any`.
type IsAny<T> = 0 extends 1 & T ? true : false
const notAny: [IsAny<VideoFrame>, IsAny<VideoFrame['format']>, IsAny<VideoColorSpace['primaries']>] = [
  false,
  false,
  false,
]

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
  console.log(plane?.stride, frame instanceof VideoFrame, new VideoColorSpace(frame.colorSpace).toJSON(), notAny)
  frame[Symbol.dispose]()
  return format
}

// @ts-expect-error: no such format
new VideoFrame(new Uint8Array(1), { ...init, format: 'I421' })
// @ts-expect-error: buffers need an init
new VideoFrame(new Uint8Array(1))
// @ts-expect-error: the timestamp is required
new EncodedVideoChunk({ type: 'key', data: new Uint8Array(1) })
// @ts-expect-error: attributes cannot be written
new VideoColorSpace().primaries = 'bt709'

export { run }
