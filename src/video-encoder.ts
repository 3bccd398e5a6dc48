import { CodecControl } from './codec-control.js'
import { defineCodecMembers, type EncoderMembers } from './codec-members.js'
import {
  type EncodedVideoChunkMetadata,
  type OutputVideoDecoderConfig,
  VideoEncoderInit,
  type VideoEncoderSupport,
} from './dictionaries/codec-init.js'
import { validated } from './dictionaries/validated.js'
import { VideoColorSpaceInit } from './dictionaries/video-color-space-init.js'
import {
  type ConvertedVideoEncoderConfig,
  VideoEncoderConfig,
  VideoEncoderEncodeOptions,
  videoEncoderConfigFault,
} from './dictionaries/video-encoder-config.js'
import { createEncodedVideoChunk, type EncodedVideoChunk } from './encoded-video-chunk.js'
import { dataError } from './errors.js'
import { invoke } from './invoke.js'
import {
  type EncodedVideo,
  type EncodeInput,
  type NativeVideoEncoderConfig,
  type StreamInfo,
  VideoEncoderSession,
  videoEncoderProbe,
} from './native.js'
import { changedConfig, type WithOutputConfig } from './output-config.js'
import { pixelFormat } from './pixel-format.js'
import { quantizerOf } from './quantizer.js'
import type { OutputEvent } from './run.js'
import { isSupported } from './support.js'
import { nativeColorSpace, type OutputVideoColorSpaceInit } from './video-color-space.js'
import { mediaOf, type VideoFrameArgument, videoFrame } from './video-frame.js'
import type { FrameMedia } from './video-frame-init.js'
import { type Interface, idlInterface, type Public } from './webidl/interface.js'

type EncodedOutput = OutputEvent & EncodedVideo
type Orientation = Pick<FrameMedia, 'rotation' | 'flip'>

/** What is remembered of one configure() while its frames are encoded. */
interface Configuration extends WithOutputConfig<OutputVideoDecoderConfig> {
  readonly config: ConvertedVideoEncoderConfig
  /** [[active orientation]] */
  orientation: Orientation | undefined
}

const validConfig = validated(VideoEncoderConfig, videoEncoderConfigFault)

/**
 * Encodes video. https://w3c.github.io/webcodecs/#videoencoder-interface
 *
 * The codec works on a thread of its own: no method waits for it, outputs and errors come by callback.
 */
class Encoder extends EventTarget {
  readonly #control: CodecControl<VideoEncoderSession, NativeVideoEncoderConfig, Configuration, EncodedOutput>

  /**
   * `init.output` is called with each chunk and its metadata, `init.error` once, with the DOMException that closed the
   * encoder: NotSupportedError for a configuration that does not work, EncodingError when encoding fails.
   * @throws TypeError when one of them is missing or no function.
   */
  constructor(init: VideoEncoderInit) {
    super()
    const { output, error } = VideoEncoderInit(init, 'new VideoEncoder(): init')
    this.#control = new CodecControl(this, {
      name: 'VideoEncoder',
      open: onEvents => new VideoEncoderSession(onEvents),
      deliver: (event, configuration) => invoke(output, chunkOf(event), metadataOf(event, configuration)),
      discard: () => {},
      error,
    })
  }

  /**
   * Sets how the frames that follow are encoded; those before it keep their configuration and still come out.
   * A configuration that does not work is reported by the error callback, with a NotSupportedError.
   * @throws TypeError for a malformed config; InvalidStateError when closed.
   */
  configure(config: VideoEncoderConfig): void {
    const control = this.#control
    const valid = validConfig(config, 'VideoEncoder.configure(): config')
    control.configure(nativeConfig(valid), { config: valid, orientation: undefined, outputConfig: undefined })
  }

  /**
   * Queues a frame, which may be closed at once. A frame of another size is scaled to the configured one.
   * With bitrateMode "quantizer", `options` name the frame's quantizer by the member of the codec.
   * @throws TypeError when the frame is closed or the quantizer out of range; InvalidStateError when not configured;
   * DataError when the frame's rotation and flip are not those of the first frame after configure().
   */
  encode(frame: VideoFrameArgument, options: VideoEncoderEncodeOptions = {}): void {
    const control = this.#control
    const given = videoFrame(frame, 'VideoEncoder.encode(): frame')
    const converted = VideoEncoderEncodeOptions(options, 'VideoEncoder.encode(): options')
    const media = mediaOf(given)
    if (!media) throw new TypeError('VideoEncoder.encode(): the VideoFrame is closed')
    const configuration = control.assertConfigured('encode')
    const quantizer = quantizerOf(configuration.config, converted)
    configuration.orientation = sameOrientation(configuration.orientation, media)
    const input = encodeInput(media, converted.keyFrame, quantizer)
    control.enqueue('encode', session => session.encode(media.resource.native, input))
  }

  /**
   * Resolves with whether `config` works, which is found out by opening the codec with it, and with a copy of what was
   * understood of it. Rejects with a TypeError for a malformed config.
   */
  static async isConfigSupported(config: VideoEncoderConfig): Promise<VideoEncoderSupport> {
    const valid = validConfig(config, 'VideoEncoder.isConfigSupported(): config')
    const supported = await isSupported(videoEncoderProbe(nativeConfig(valid)))
    return { config: valid, supported }
  }

  static {
    defineCodecMembers(Encoder, 'encodeQueueSize', codec => codec.#control)
  }
}

export const VideoEncoder = idlInterface(Encoder, 'VideoEncoder') as Interface<typeof Encoder, VideoEncoder>
export interface VideoEncoder extends Public<Encoder>, EncoderMembers<VideoEncoder> {}

/** Without what only describes: the display size. */
function nativeConfig({
  displayWidth,
  displayHeight,
  avc,
  hevc,
  ...rest
}: ConvertedVideoEncoderConfig): NativeVideoEncoderConfig {
  return { ...rest, avcFormat: avc?.format ?? 'avc', hevcFormat: hevc?.format ?? 'hevc' }
}

/** Steps 3 and 4 of encode(). */
function sameOrientation(active: Orientation | undefined, { rotation, flip }: Orientation): Orientation {
  if (!active) return { flip, rotation }
  if (active.rotation === rotation && active.flip === flip) return active
  throw dataError(
    `VideoEncoder.encode(): the frame's rotation ${rotation} and flip ${flip} differ from the first frame's ` +
      `${active.rotation} and ${active.flip}; call configure() first`,
  )
}

function encodeInput(media: FrameMedia, keyFrame: boolean, quantizer: number | undefined): EncodeInput {
  const { format, visible, timestamp, duration, colorSpace } = media
  return {
    timestamp,
    ...(duration !== null && { duration }),
    keyFrame,
    hasAlpha: format !== null && pixelFormat(format).opaque !== format,
    ...(quantizer !== undefined && { quantizer }),
    visibleLeft: visible.x,
    visibleTop: visible.y,
    visibleWidth: visible.width,
    visibleHeight: visible.height,
    colorSpace: nativeColorSpace(colorSpace),
  }
}

function chunkOf({ data, key, timestamp, duration }: EncodedOutput): EncodedVideoChunk {
  return createEncodedVideoChunk({ data, type: key ? 'key' : 'delta', timestamp, duration: duration ?? null })
}

/** Steps 3 to 8 of "Output EncodedVideoChunks". */
function metadataOf(
  { stream, temporalLayer, alphaSideData }: EncodedOutput,
  configuration: Configuration,
): EncodedVideoChunkMetadata {
  return {
    ...(alphaSideData && { alphaSideData }),
    ...(stream && changedConfig(configuration, describe(configuration, stream))),
    ...(temporalLayer !== undefined && { svc: { temporalLayerId: temporalLayer } }),
  }
}

/** Members are in the order that WebIDL gives those of a dictionary: by name. */
function describe(
  { config, orientation }: Configuration,
  { description, colorSpace }: StreamInfo,
): OutputVideoDecoderConfig {
  const { codec, width, height, displayWidth = width, displayHeight = height } = config
  return {
    codec,
    codedHeight: height,
    codedWidth: width,
    colorSpace: VideoColorSpaceInit(colorSpace, 'colorSpace') as OutputVideoColorSpaceInit,
    ...(description && { description: description.slice().buffer }),
    displayAspectHeight: displayHeight,
    displayAspectWidth: displayWidth,
    ...orientation,
  }
}
