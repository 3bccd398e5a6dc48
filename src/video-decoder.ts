import { CodecControl, type CodecState } from './codec-control.js'
import { cloneConfiguration } from './dictionaries/clone-configuration.js'
import { type OutputVideoDecoderConfig, VideoDecoderInit, type VideoDecoderSupport } from './dictionaries/codec-init.js'
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
  videoDecoderSupported,
} from './native.js'
import type { OutputEvent } from './run.js'
import { remembered } from './support.js'
import { createVideoFrame } from './video-frame.js'
import { bytesOf } from './webidl/buffer-source.js'
import { idlInterface, type Public, promising } from './webidl/interface.js'

type DecodedOutput = OutputEvent & DecodedVideo

/** What is remembered of one configure() while its chunks are decoded. */
interface Configuration {
  readonly config: ConvertedVideoDecoderConfig
  readonly native: NativeVideoDecoderConfig
}

const isSupported = remembered(videoDecoderSupported)

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
      open: onEvent => new VideoDecoderSession(onEvent),
      deliver: (event, { config }) => invoke(output, createVideoFrame(event, config)),
      discard: ({ frame }) => frame.release(),
      error,
    })
  }

  /** "unconfigured", "configured" or "closed". */
  get state(): CodecState {
    return this.#control.state
  }

  /** The number of chunks whose decoding has not begun. */
  get decodeQueueSize(): number {
    return this.#control.queueSize
  }

  /** Handler of the `dequeue` event, which is fired after `decodeQueueSize` has fallen. */
  get ondequeue(): ((this: VideoDecoder, event: Event) => unknown) | null {
    return this.#control.ondequeue.value as never
  }

  set ondequeue(handler: ((this: VideoDecoder, event: Event) => unknown) | null) {
    this.#control.ondequeue.value = handler
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
   * Resolves when everything before it was decoded and the output callback has returned for the last frame. The chunk
   * after it must be a key chunk. Rejects with an InvalidStateError when not configured, with an AbortError after
   * reset() or close(), and with what the error callback gets when decoding fails.
   */
  flush(): Promise<void> {
    return promising(() => this.#control.flush())
  }

  /**
   * Drops the configuration and all work; no more outputs of it come.
   * @throws InvalidStateError when closed.
   */
  reset(): void {
    this.#control.reset()
  }

  /**
   * Drops all work and frees the codec, for good. Frames that were given out stay usable.
   * @throws InvalidStateError when closed already.
   */
  close(): void {
    this.#control.close()
  }

  /**
   * Resolves with whether `config` works, which is found out by opening the codec with it, and with a copy of what was
   * understood of it. Rejects with a TypeError for a malformed config.
   */
  static async isConfigSupported(config: VideoDecoderConfig): Promise<VideoDecoderSupport> {
    const valid = validConfig(config, 'VideoDecoder.isConfigSupported(): config')
    const supported = await isSupported(nativeConfig(valid))
    return { config: valid as OutputVideoDecoderConfig, supported }
  }
}

export const VideoDecoder = idlInterface(Decoder, 'VideoDecoder')
export interface VideoDecoder extends Public<Decoder> {}

function validConfig(config: VideoDecoderConfig, place: string): ConvertedVideoDecoderConfig {
  const converted = VideoDecoderConfig(config, place)
  const fault = videoDecoderConfigFault(converted)
  if (fault) throw new TypeError(`${place}: ${fault}`)
  return cloneConfiguration(converted)
}

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
