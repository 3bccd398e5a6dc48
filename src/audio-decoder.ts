import { createAudioData } from './audio-data.js'
import { CodecControl } from './codec-control.js'
import { type DecoderMembers, defineCodecMembers } from './codec-members.js'
import {
  AudioDecoderConfig,
  audioDecoderConfigFault,
  type ConvertedAudioDecoderConfig,
} from './dictionaries/audio-decoder-config.js'
import { AudioDecoderInit, type AudioDecoderSupport } from './dictionaries/codec-init.js'
import { validated } from './dictionaries/validated.js'
import { bytesOfChunk, type EncodedAudioChunk, encodedAudioChunk } from './encoded-audio-chunk.js'
import { dataError } from './errors.js'
import { invoke } from './invoke.js'
import { AudioDecoderSession, audioDecoderProbe, type DecodedAudio, type NativeAudioDecoderConfig } from './native.js'
import type { OutputEvent } from './run.js'
import { isSupported } from './support.js'
import { bytesOf } from './webidl/buffer-source.js'
import { type Interface, idlInterface, type Public } from './webidl/interface.js'

type DecodedOutput = OutputEvent & DecodedAudio

const validConfig = validated(AudioDecoderConfig, audioDecoderConfigFault)

/**
 * Decodes audio. https://w3c.github.io/webcodecs/#audiodecoder-interface
 *
 * The codec works on a thread of its own: no method waits for it, outputs and errors come by callback.
 */
class Decoder extends EventTarget {
  readonly #control: CodecControl<AudioDecoderSession, NativeAudioDecoderConfig, undefined, DecodedOutput>

  /**
   * `init.output` is called with each AudioData, which is its to close; `init.error` once, with the DOMException that
   * closed the decoder: NotSupportedError for a configuration that does not work, EncodingError for data that cannot be
   * decoded.
   * @throws TypeError when one of them is missing or no function.
   */
  constructor(init: AudioDecoderInit) {
    super()
    const { output, error } = AudioDecoderInit(init, 'new AudioDecoder(): init')
    this.#control = new CodecControl(this, {
      name: 'AudioDecoder',
      open: onEvents => new AudioDecoderSession(onEvents),
      deliver: event => invoke(output, createAudioData(event)),
      discard: ({ samples }) => samples.release(),
      error,
    })
  }

  /**
   * Sets how the chunks that follow are decoded, the first of which must be a key chunk; what was queued before it
   * still comes out. A configuration that does not work is reported by the error callback, with a NotSupportedError.
   * @throws TypeError for a malformed config; InvalidStateError when closed.
   */
  configure(config: AudioDecoderConfig): void {
    const control = this.#control
    const valid = validConfig(config, 'AudioDecoder.configure(): config')
    control.configure(nativeConfig(valid), undefined)
  }

  /**
   * Queues a chunk.
   * @throws InvalidStateError when not configured; DataError when a key chunk is required, as after configure() and
   * flush(), and this is none. (All chunks of the codecs that are supported can be decoded alone.)
   */
  decode(chunk: EncodedAudioChunk): void {
    const control = this.#control
    const input = encodedAudioChunk(chunk, 'AudioDecoder.decode(): chunk')
    const data = bytesOfChunk(input)
    control.assertConfigured('decode')
    if (control.keyChunkRequired && input.type !== 'key') {
      throw dataError('AudioDecoder.decode(): after configure() and flush() a key chunk is required, but this is none')
    }
    control.keyChunkRequired = false
    control.enqueue('decode', session => session.decode(data, input.timestamp))
  }

  /**
   * Resolves with whether `config` works, which is found out by opening the codec with it, and with a copy of what was
   * understood of it. Rejects with a TypeError for a malformed config.
   */
  static async isConfigSupported(config: AudioDecoderConfig): Promise<AudioDecoderSupport> {
    const valid = validConfig(config, 'AudioDecoder.isConfigSupported(): config')
    const supported = await isSupported(audioDecoderProbe(nativeConfig(valid)))
    return { config: valid, supported }
  }

  static {
    defineCodecMembers(Decoder, 'decodeQueueSize', codec => codec.#control)
  }
}

export const AudioDecoder = idlInterface(Decoder, 'AudioDecoder') as Interface<typeof Decoder, AudioDecoder>
export interface AudioDecoder extends Public<Decoder>, DecoderMembers<AudioDecoder> {}

const nativeConfig = ({ description, ...rest }: ConvertedAudioDecoderConfig): NativeAudioDecoderConfig => ({
  ...rest,
  ...(description && { description: bytesOf(description) }),
})
