// Compiles when our types can stand for lib.dom's, and lib.dom's for ours.
import * as ours from '../../../index.js'

/** Values of both types; `is` wants a value of T. */
declare function a<T>(): T
declare function is<T>(value: T): void

// Our objects for code written with lib.dom.
is<globalThis.AudioEncoder>(a<ours.AudioEncoder>())
is<globalThis.AudioDecoder>(a<ours.AudioDecoder>())
is<globalThis.AudioData>(a<ours.AudioData>())
is<globalThis.EncodedAudioChunk>(a<ours.EncodedAudioChunk>())
is<globalThis.EncodedAudioChunkMetadata>(a<ours.EncodedAudioChunkMetadata>())
is<globalThis.AudioEncoderSupport>(a<ours.AudioEncoderSupport>())
is<globalThis.AudioDecoderSupport>(a<ours.AudioDecoderSupport>())
is<globalThis.VideoEncoder>(a<ours.VideoEncoder>())
is<globalThis.VideoDecoder>(a<ours.VideoDecoder>())
is<globalThis.VideoFrame>(a<ours.VideoFrame>())
is<globalThis.EncodedVideoChunk>(a<ours.EncodedVideoChunk>())
is<globalThis.VideoColorSpace>(a<ours.VideoColorSpace>())
is<globalThis.DOMRectReadOnly>(a<ours.DOMRectReadOnly>())
is<globalThis.EncodedVideoChunkMetadata>(a<ours.EncodedVideoChunkMetadata>())
is<globalThis.VideoEncoderSupport>(a<ours.VideoEncoderSupport>())
is<globalThis.VideoDecoderSupport>(a<ours.VideoDecoderSupport>())
is<globalThis.PlaneLayout>(a<ours.PlaneLayout>())

// And back. lib.dom's VideoFrame lacks members of the specification, and like its AudioData one for `using`, so both
// are taken where they are arguments.
is<ours.AudioEncoder>(a<globalThis.AudioEncoder>())
is<ours.AudioDecoder>(a<globalThis.AudioDecoder>())
is<ours.EncodedAudioChunk>(a<globalThis.EncodedAudioChunk>())
is<ours.EncodedAudioChunkMetadata>(a<globalThis.EncodedAudioChunkMetadata>())
is<ours.AudioEncoderSupport>(a<globalThis.AudioEncoderSupport>())
is<ours.AudioDecoderSupport>(a<globalThis.AudioDecoderSupport>())
a<ours.AudioEncoder>().encode(a<globalThis.AudioData>())
a<ours.AudioDecoder>().decode(a<globalThis.EncodedAudioChunk>())
is<ours.VideoEncoder>(a<globalThis.VideoEncoder>())
is<ours.VideoDecoder>(a<globalThis.VideoDecoder>())
is<ours.EncodedVideoChunk>(a<globalThis.EncodedVideoChunk>())
is<ours.VideoColorSpace>(a<globalThis.VideoColorSpace>())
is<ours.DOMRectReadOnly>(a<globalThis.DOMRectReadOnly>())
is<ours.EncodedVideoChunkMetadata>(a<globalThis.EncodedVideoChunkMetadata>())
is<ours.VideoEncoderSupport>(a<globalThis.VideoEncoderSupport>())
is<ours.VideoDecoderSupport>(a<globalThis.VideoDecoderSupport>())
a<ours.VideoEncoder>().encode(a<globalThis.VideoFrame>())
a<ours.VideoDecoder>().decode(a<globalThis.EncodedVideoChunk>())
new ours.VideoFrame(a<globalThis.VideoFrame>(), { timestamp: 0 })
new ours.VideoFrame(a<globalThis.ImageData>(), { timestamp: 0 })
new ours.VideoFrame(a<globalThis.OffscreenCanvas>(), { timestamp: 0 })
new ours.VideoFrame(a<globalThis.HTMLCanvasElement>(), { timestamp: 0 })
is<Promise<ours.VideoFrame>>(ours.convertVideoFrame(a<globalThis.VideoFrame>(), { format: 'RGBA' }))
is<ours.VideoFrame>(ours.mergeAlpha(a<globalThis.VideoFrame>(), a<globalThis.VideoFrame>()))

// Dictionaries are the same both ways. Where lib.dom's enumerations are behind the specification, ours take more.
is<globalThis.AudioEncoderConfig>(a<ours.AudioEncoderConfig>())
is<globalThis.OpusEncoderConfig>(a<ours.OpusEncoderConfig>())
is<globalThis.AacEncoderConfig>(a<ours.AacEncoderConfig>())
is<globalThis.AudioDecoderConfig>(a<ours.AudioDecoderConfig>())
is<globalThis.AudioDataInit>(a<ours.AudioDataInit>())
is<globalThis.AudioDataCopyToOptions>(a<ours.AudioDataCopyToOptions>())
is<globalThis.EncodedAudioChunkInit>(a<ours.EncodedAudioChunkInit>())
is<globalThis.AudioEncoderInit>(a<ours.AudioEncoderInit>())
is<globalThis.VideoEncoderConfig>(a<ours.VideoEncoderConfig>())
is<globalThis.VideoEncoderEncodeOptions>(a<ours.VideoEncoderEncodeOptions>())
is<globalThis.EncodedVideoChunkInit>(a<ours.EncodedVideoChunkInit>())
is<globalThis.VideoFrameInit>(a<ours.VideoFrameInit>())
is<globalThis.DOMRectInit>(a<ours.DOMRectInit>())
is<globalThis.VideoEncoderInit>(a<ours.VideoEncoderInit>())
is<ours.AudioEncoderConfig>(a<globalThis.AudioEncoderConfig>())
is<ours.OpusEncoderConfig>(a<globalThis.OpusEncoderConfig>())
is<ours.AacEncoderConfig>(a<globalThis.AacEncoderConfig>())
is<ours.AudioDecoderConfig>(a<globalThis.AudioDecoderConfig>())
is<ours.AudioDataInit>(a<globalThis.AudioDataInit>())
is<ours.AudioDataCopyToOptions>(a<globalThis.AudioDataCopyToOptions>())
is<ours.EncodedAudioChunkInit>(a<globalThis.EncodedAudioChunkInit>())
is<ours.AudioEncoderInit>(a<globalThis.AudioEncoderInit>())
is<ours.AudioDecoderInit>(a<globalThis.AudioDecoderInit>())
is<ours.VideoEncoderConfig>(a<globalThis.VideoEncoderConfig>())
is<ours.VideoDecoderConfig>(a<globalThis.VideoDecoderConfig>())
is<ours.VideoEncoderEncodeOptions>(a<globalThis.VideoEncoderEncodeOptions>())
is<ours.EncodedVideoChunkInit>(a<globalThis.EncodedVideoChunkInit>())
is<ours.VideoFrameInit>(a<globalThis.VideoFrameInit>())
is<ours.VideoFrameBufferInit>(a<globalThis.VideoFrameBufferInit>())
is<ours.VideoFrameCopyToOptions>(a<globalThis.VideoFrameCopyToOptions>())
is<ours.VideoColorSpaceInit>(a<globalThis.VideoColorSpaceInit>())
is<ours.PlaneLayout>(a<globalThis.PlaneLayout>())
is<ours.DOMRectInit>(a<globalThis.DOMRectInit>())
is<ours.VideoEncoderInit>(a<globalThis.VideoEncoderInit>())
is<ours.VideoDecoderInit>(a<globalThis.VideoDecoderInit>())

// The interface objects.
is<typeof globalThis.AudioEncoder>(ours.AudioEncoder)
is<typeof globalThis.AudioDecoder>(ours.AudioDecoder)
is<typeof globalThis.AudioData>(ours.AudioData)
is<typeof globalThis.EncodedAudioChunk>(ours.EncodedAudioChunk)
is<typeof globalThis.VideoEncoder>(ours.VideoEncoder)
is<typeof globalThis.VideoDecoder>(ours.VideoDecoder)
is<typeof globalThis.EncodedVideoChunk>(ours.EncodedVideoChunk)
is<typeof globalThis.VideoColorSpace>(ours.VideoColorSpace)

// What the specification has and lib.dom has not can be used all the same.
const frame = new ours.VideoFrame(new Uint8Array(24), {
  format: 'I420P10',
  codedWidth: 4,
  codedHeight: 2,
  timestamp: 0,
  colorSpace: { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl' },
  metadata: { rtpTimestamp: 1 },
})
is<number>(frame.rotation)
is<number | undefined>(frame.metadata().rtpTimestamp)
const flac: ours.AudioEncoderConfig = {
  codec: 'flac',
  sampleRate: 48_000,
  numberOfChannels: 2,
  flac: { compressLevel: 8 },
  opus: { signal: 'music', application: 'lowdelay' },
}
is<number | undefined>(a<ours.EncodedAudioChunkMetadata>().priming)
is<Uint8Array | undefined>(a<ours.EncodedVideoChunkMetadata>().alphaSideData)

// Code written for the browser, with our classes for the global ones.
const encoder: globalThis.VideoEncoder = new ours.VideoEncoder({
  output: (chunk: globalThis.EncodedVideoChunk, metadata?: globalThis.EncodedVideoChunkMetadata) => {
    if (metadata?.decoderConfig) decoder.configure(metadata.decoderConfig)
    decoder.decode(chunk)
  },
  error: (error: DOMException) => console.error(error.name),
})
const decoder: globalThis.VideoDecoder = new ours.VideoDecoder({
  output: (output: globalThis.VideoFrame) => output.close(),
  error: (error: DOMException) => console.error(error.name),
})
encoder.ondequeue = event => is<EventTarget | null>(event.target)
encoder.addEventListener('dequeue', () => {}, { once: true })

const audioEncoder: globalThis.AudioEncoder = new ours.AudioEncoder({
  output: (chunk: globalThis.EncodedAudioChunk, metadata?: globalThis.EncodedAudioChunkMetadata) => {
    if (metadata?.decoderConfig) audioDecoder.configure(metadata.decoderConfig)
    audioDecoder.decode(chunk)
  },
  error: (error: DOMException) => console.error(error.name),
})
const audioDecoder: globalThis.AudioDecoder = new ours.AudioDecoder({
  output: (output: globalThis.AudioData) => output.close(),
  error: (error: DOMException) => console.error(error.name),
})
audioEncoder.configure(flac)
audioEncoder.ondequeue = event => is<EventTarget | null>(event.target)
audioDecoder.addEventListener('dequeue', () => {}, { once: true })
