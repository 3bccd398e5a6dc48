import { CodecControl } from './codec-control.js'
import { type DecoderMembers, defineCodecMembers } from './codec-members.js'
import { type OutputVideoDecoderConfig, VideoDecoderInit, type VideoDecoderSupport } from './dictionaries/codec-init.js'
import { validated } from './dictionaries/validated.js'
import {
  type ConvertedVideoDecoderConfig,
  VideoDecoderConfig,
  videoDecoderConfigFault,
} from './dictionaries/video-decoder-config.js'
import { bytesOfChunk, type EncodedVideoChunk, encodedVideoChunk } from './encoded-video-chunk.js'
import { dataError } from './errors.js'
import { invoke } from './invoke.js'
import {
  chunkIsKey,
  type DecodedVideo,
  type DecodeInput,
  type NativeVideoDecoderConfig,
  VideoDecoderSession,
  videoDecoderProbe,
} from './native.js'
import type { OutputEvent } from './run.js'
import { isSupported } from './support.js'
import { createVideoFrame } from './video-frame.js'
import { bytesOf } from './webidl/buffer-source.js'
import { type Interface, idlInterface, type Public } from './webidl/interface.js'

type DecodedOutput = OutputEvent & DecodedVideo

/** What is remembered of one configure() while its chunks are decoded. */
interface Configuration {
  readonly config: ConvertedVideoDecoderConfig
  readonly native: NativeVideoDecoderConfig
}

const validConfig = validated(VideoDecoderConfig, videoDecoderConfigFault)

/**
 * Decodes video. https://w3c.github.io/webcodecs/#videodecoder-interface
 *
 * The codec works on a thread of its own: no method waits for it, outputs and errors come by callback.
 */
class Decoder extends EventTarget {
  readonly #control: CodecControl<VideoDecoderSession, NativeVideoDecoderConfig, Configuration, DecodedOutput>

  /**
   * `init.output` is called with each frame in presentation order, which is its to close; `init.error` once, with the
   * DOMException that closed the decoder: NotSupportedError for a configuration that does not work, EncodingError for
   * data that cannot be decoded.
   * @throws TypeError when one of them is missing or no function.
   */
  constructor(init: VideoDecoderInit) {
    super()
    const { output, error } = VideoDecoderInit(init, 'new VideoDecoder(): init')
    this.#control = new CodecControl(this, {
      name: 'VideoDecoder',
      open: onEvents => new VideoDecoderSession(onEvents),
      deliver: (event, { config }) => invoke(output, createVideoFrame(event, config)),
      discard: ({ frame }) => frame.release(),
      error,
    })
  }

  /**
   * Sets how the chunks that follow are decoded, the first of which must be a key chunk; what was queued before it
   * still comes out. A configuration that does not work is reported by the error callback, with a NotSupportedError.
   * @throws TypeError for a malformed config; InvalidStateError when closed.
   */
  configure(config: VideoDecoderConfig): void {
    const control = this.#control
    const valid = validConfig(config, 'VideoDecoder.configure(): config')
    const native = nativeConfig(valid)
    control.configure(native, { config: valid, native })
  }

  /**
   * Queues a chunk.
   * @throws InvalidStateError when not configured; DataError when a key chunk is required, as after configure() and
   * flush(), and this is none, whatever its type says.
   */
  decode(chunk: EncodedVideoChunk): void {
    const control = this.#control
    const input = encodedVideoChunk(chunk, 'VideoDecoder.decode(): chunk')
    const data = bytesOfChunk(input)
    const { native } = control.assertConfigured('decode')
    if (control.keyChunkRequired) assertKeyChunk(input, data, native)
    control.keyChunkRequired = false
    control.enqueue('decode', session => session.decode(data, decodeInput(input)))
  }

  /**
   * Resolves with whether `config` works, which is found out by opening the codec with it, and with a copy of what was
   * understood of it. Rejects with a TypeError for a malformed config.
   */
  static async isConfigSupported(config: VideoDecoderConfig): Promise<VideoDecoderSupport> {
    const valid = validConfig(config, 'VideoDecoder.isConfigSupported(): config')
    const supported = await isSupported(videoDecoderProbe(nativeConfig(valid)))
    return { config: valid as OutputVideoDecoderConfig, supported }
  }

  static {
    defineCodecMembers(Decoder, 'decodeQueueSize', codec => codec.#control)
  }
}

export const VideoDecoder = idlInterface(Decoder, 'VideoDecoder') as Interface<typeof Decoder, VideoDecoder>
export interface VideoDecoder extends Public<Decoder>, DecoderMembers<VideoDecoder> {}

function nativeConfig({
  displayAspectWidth,
  displayAspectHeight,
  colorSpace,
  rotation,
  flip,
  description,
  ...rest
}: ConvertedVideoDecoderConfig): NativeVideoDecoderConfig {
  return { ...rest, ...(description && { description: bytesOf(description) }) }
}

/** Step 2 of decode(). */
function assertKeyChunk(
  { type }: EncodedVideoChunk,
  data: Uint8Array,
  { codec, description }: NativeVideoDecoderConfig,
): void {
  const required = 'VideoDecoder.decode(): after configure() and flush() a key chunk is required'
  if (type !== 'key') throw dataError(`${required}, but the chunk's type is "${type}"`)
  if (!chunkIsKey(codec, description, data)) throw dataError(`${required}, but the chunk holds no key picture`)
}

function decodeInput({ type, timestamp, duration }: EncodedVideoChunk): DecodeInput {
  return { timestamp, ...(duration !== null && { duration }), key: type === 'key' }
}
