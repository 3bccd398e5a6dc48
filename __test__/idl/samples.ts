import {
  AudioData,
  AudioDecoder,
  AudioEncoder,
  DOMRectReadOnly,
  EncodedAudioChunk,
  EncodedVideoChunk,
  VideoColorSpace,
  VideoDecoder,
  VideoEncoder,
  VideoFrame,
} from '../../index.js'

const noop = () => {}
const callbacks = { output: noop, error: noop }
const data = () => new Uint8Array(12)
const i420 = { format: 'I420', codedWidth: 4, codedHeight: 2, timestamp: 0 } as const
const stereo = { sampleRate: 48_000, numberOfChannels: 2 }
const audio = () => ({ ...stereo, format: 'u8', numberOfFrames: 1, timestamp: 0, data: data() }) as const

/** An instance of each interface. */
export const INSTANCES: Readonly<Record<string, () => object>> = {
  AudioData: () => new AudioData(audio()),
  AudioDecoder: () => new AudioDecoder(callbacks),
  AudioEncoder: () => new AudioEncoder(callbacks),
  DOMRectReadOnly: () => new DOMRectReadOnly(),
  EncodedAudioChunk: () => new EncodedAudioChunk({ type: 'key', timestamp: 0, data: data() }),
  EncodedVideoChunk: () => new EncodedVideoChunk({ type: 'key', timestamp: 0, data: data() }),
  VideoColorSpace: () => new VideoColorSpace(),
  VideoDecoder: () => new VideoDecoder(callbacks),
  VideoEncoder: () => new VideoEncoder(callbacks),
  VideoFrame: () => new VideoFrame(data(), i420),
}

export interface DictionaryUse {
  dictionary: string
  /** The members that the dictionary requires. */
  least(): Record<string, unknown>
  /** Converts a dictionary by giving it to the interface that takes it. */
  convert(value: unknown): unknown
}

const construct = (Interface: unknown, ...args: unknown[]) => Reflect.construct(Interface as never, args)

/** Each dictionary with a place that converts it. */
export const DICTIONARIES: DictionaryUse[] = [
  { dictionary: 'VideoColorSpaceInit', least: () => ({}), convert: value => construct(VideoColorSpace, value) },
  { dictionary: 'DOMRectInit', least: () => ({}), convert: value => DOMRectReadOnly.fromRect(value as never) },
  {
    dictionary: 'EncodedVideoChunkInit',
    least: () => ({ type: 'key', timestamp: 0, data: data() }),
    convert: value => construct(EncodedVideoChunk, value),
  },
  {
    dictionary: 'EncodedAudioChunkInit',
    least: () => ({ type: 'key', timestamp: 0, data: data() }),
    convert: value => construct(EncodedAudioChunk, value),
  },
  { dictionary: 'AudioDataInit', least: audio, convert: value => construct(AudioData, value) },
  {
    dictionary: 'AudioDataCopyToOptions',
    least: () => ({ planeIndex: 0 }),
    convert: value => new AudioData(audio()).allocationSize(value as never),
  },
  { dictionary: 'AudioEncoderInit', least: () => ({ ...callbacks }), convert: value => construct(AudioEncoder, value) },
  { dictionary: 'AudioDecoderInit', least: () => ({ ...callbacks }), convert: value => construct(AudioDecoder, value) },
  {
    dictionary: 'AudioEncoderConfig',
    least: () => ({ codec: 'none', ...stereo }),
    convert: value => useOnce(new AudioEncoder(callbacks), encoder => encoder.configure(value as never)),
  },
  {
    dictionary: 'AudioDecoderConfig',
    least: () => ({ codec: 'none', ...stereo }),
    convert: value => useOnce(new AudioDecoder(callbacks), decoder => decoder.configure(value as never)),
  },
  { dictionary: 'OpusEncoderConfig', least: () => ({}), convert: opus => configureAudio({ opus }) },
  { dictionary: 'AacEncoderConfig', least: () => ({}), convert: aac => configureAudio({ aac }) },
  { dictionary: 'FlacEncoderConfig', least: () => ({}), convert: flac => configureAudio({ flac }) },
  {
    dictionary: 'VideoFrameBufferInit',
    least: () => ({ ...i420 }),
    convert: value => construct(VideoFrame, data(), value),
  },
  {
    dictionary: 'VideoFrameInit',
    least: () => ({}),
    convert: value => construct(VideoFrame, new VideoFrame(data(), i420), value),
  },
  {
    dictionary: 'VideoFrameCopyToOptions',
    least: () => ({}),
    convert: value => new VideoFrame(data(), i420).allocationSize(value as never),
  },
  { dictionary: 'VideoEncoderInit', least: () => ({ ...callbacks }), convert: value => construct(VideoEncoder, value) },
  { dictionary: 'VideoDecoderInit', least: () => ({ ...callbacks }), convert: value => construct(VideoDecoder, value) },
  {
    dictionary: 'VideoEncoderConfig',
    least: () => ({ codec: 'none', width: 4, height: 2 }),
    convert: value => useOnce(new VideoEncoder(callbacks), encoder => encoder.configure(value as never)),
  },
  {
    dictionary: 'VideoDecoderConfig',
    least: () => ({ codec: 'none' }),
    convert: value => useOnce(new VideoDecoder(callbacks), decoder => decoder.configure(value as never)),
  },
  {
    dictionary: 'VideoEncoderEncodeOptions',
    least: () => ({}),
    convert: value =>
      useOnce(new VideoEncoder(callbacks), encoder => {
        encoder.configure({ codec: 'vp8', width: 4, height: 2 })
        encoder.encode(new VideoFrame(data(), i420), value as never)
      }),
  },
]

/** For the codec-specific members, where no check by the registration of the codec comes in between. */
const configureAudio = (extension: object) =>
  useOnce(new AudioEncoder(callbacks), encoder => encoder.configure({ codec: 'none', ...stereo, ...extension }))

function useOnce<T extends { close(): void }>(codec: T, use: (codec: T) => void): void {
  try {
    use(codec)
  } finally {
    codec.close()
  }
}
