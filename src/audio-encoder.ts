import { type AudioDataArgument, audioData, mediaOf } from './audio-data.js'
import { CodecControl } from './codec-control.js'
import { defineCodecMembers, type EncoderMembers } from './codec-members.js'
import type { AudioDecoderConfig } from './dictionaries/audio-decoder-config.js'
import {
  AudioEncoderConfig,
  audioEncoderConfigFault,
  type ConvertedAudioEncoderConfig,
} from './dictionaries/audio-encoder-config.js'
import {
  AudioEncoderInit,
  type AudioEncoderSupport,
  type EncodedAudioChunkMetadata,
} from './dictionaries/codec-init.js'
import { validated } from './dictionaries/validated.js'
import { createEncodedAudioChunk, type EncodedAudioChunk } from './encoded-audio-chunk.js'
import { invoke } from './invoke.js'
import {
  AudioEncoderSession,
  type AudioStreamInfo,
  audioEncoderProbe,
  type EncodedAudio,
  type NativeAudioEncoderConfig,
} from './native.js'
import { changedConfig, type WithOutputConfig } from './output-config.js'
import type { OutputEvent } from './run.js'
import { isSupported } from './support.js'
import { type Interface, idlInterface, type Public } from './webidl/interface.js'

type EncodedOutput = OutputEvent & EncodedAudio

/** What is remembered of one configure() while its AudioData are encoded. */
interface Configuration extends WithOutputConfig<AudioDecoderConfig> {
  readonly config: ConvertedAudioEncoderConfig
}

const validConfig = validated(AudioEncoderConfig, audioEncoderConfigFault)

/**
 * Encodes audio. https://w3c.github.io/webcodecs/#audioencoder-interface
 *
 * The codec works on a thread of its own: no method waits for it, outputs and errors come by callback.
 */
class Encoder extends EventTarget {
  readonly #control: CodecControl<AudioEncoderSession, NativeAudioEncoderConfig, Configuration, EncodedOutput>

  /**
   * `init.output` is called with each chunk and its metadata, `init.error` once, with the DOMException that closed the
   * encoder: NotSupportedError for a configuration that does not work, EncodingError when encoding fails.
   * @throws TypeError when one of them is missing or no function.
   */
  constructor(init: AudioEncoderInit) {
    super()
    const { output, error } = AudioEncoderInit(init, 'new AudioEncoder(): init')
    this.#control = new CodecControl(this, {
      name: 'AudioEncoder',
      open: onEvents => new AudioEncoderSession(onEvents),
      deliver: (event, configuration) => invoke(output, chunkOf(event), metadataOf(event, configuration)),
      discard: () => {},
      error,
    })
  }

  /**
   * Sets how the AudioData that follow are encoded; those before it keep their configuration and still come out.
   * A configuration that does not work is reported by the error callback, with a NotSupportedError.
   * @throws TypeError for a malformed config; InvalidStateError when closed.
   */
  configure(config: AudioEncoderConfig): void {
    const control = this.#control
    const valid = validConfig(config, 'AudioEncoder.configure(): config')
    control.configure(valid, { config: valid, outputConfig: undefined })
  }

  /**
   * Queues an AudioData, which may be closed at once. One whose sample rate or number of channels is not the
   * configured one is reported by the error callback, with an EncodingError.
   * @throws TypeError when the AudioData is closed; InvalidStateError when not configured.
   */
  encode(data: AudioDataArgument): void {
    const control = this.#control
    const media = mediaOf(audioData(data, 'AudioEncoder.encode(): data'))
    if (!media) throw new TypeError('AudioEncoder.encode(): the AudioData is closed')
    const { resource, timestamp, sampleRate } = media
    control.enqueue('encode', session => session.encode(resource.native, timestamp, sampleRate))
  }

  /**
   * Resolves with whether `config` works, which is found out by opening the codec with it, and with a copy of what was
   * understood of it. Rejects with a TypeError for a malformed config.
   */
  static async isConfigSupported(config: AudioEncoderConfig): Promise<AudioEncoderSupport> {
    const valid = validConfig(config, 'AudioEncoder.isConfigSupported(): config')
    const supported = await isSupported(audioEncoderProbe(valid))
    return { config: valid, supported }
  }

  static {
    defineCodecMembers(Encoder, 'encodeQueueSize', codec => codec.#control)
  }
}

export const AudioEncoder = idlInterface(Encoder, 'AudioEncoder') as Interface<typeof Encoder, AudioEncoder>
export interface AudioEncoder extends Public<Encoder>, EncoderMembers<AudioEncoder> {}

const chunkOf = ({ data, timestamp, duration }: EncodedOutput): EncodedAudioChunk =>
  createEncodedAudioChunk({ data, type: 'key', timestamp, duration })

/** Steps 3 to 6 of "Output EncodedAudioChunks", and `priming`: after a flush there may be some again. */
function metadataOf({ stream }: EncodedOutput, configuration: Configuration): EncodedAudioChunkMetadata {
  if (!stream) return {}
  const { priming } = stream
  const metadata = changedConfig(configuration, describe(configuration.config, stream))
  return metadata.decoderConfig || priming > 0 ? { ...metadata, priming } : {}
}

/** Members are in the order that WebIDL gives those of a dictionary: by name. */
function describe(
  { codec, numberOfChannels, sampleRate }: ConvertedAudioEncoderConfig,
  { description }: AudioStreamInfo,
): AudioDecoderConfig {
  return { codec, ...(description && { description: description.slice().buffer }), numberOfChannels, sampleRate }
}
