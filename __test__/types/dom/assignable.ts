// Compiles when our types can stand for lib.dom's, and lib.dom's for ours.
import * as ours from '../../../index.js'

/** Values of both types; `is` wants a value of T. */
declare function a<T>(): T
declare function is<T>(value: T): void

// Our objects for code written with lib.dom.
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

// And back. lib.dom's VideoFrame lacks members of the specification, so it is taken where frames are arguments.
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

// Dictionaries are the same both ways. Where lib.dom's enumerations are behind the specification, ours take more.
is<globalThis.VideoEncoderConfig>(a<ours.VideoEncoderConfig>())
is<globalThis.VideoEncoderEncodeOptions>(a<ours.VideoEncoderEncodeOptions>())
is<globalThis.EncodedVideoChunkInit>(a<ours.EncodedVideoChunkInit>())
is<globalThis.VideoFrameInit>(a<ours.VideoFrameInit>())
is<globalThis.DOMRectInit>(a<ours.DOMRectInit>())
is<globalThis.VideoEncoderInit>(a<ours.VideoEncoderInit>())
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
