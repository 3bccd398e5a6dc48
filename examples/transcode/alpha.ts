/**
 * Transparent films with mediabunny, which takes alpha apart and puts it together in Web Workers. Node has none; here the
 * encoder does the one, and mergeAlpha() the other.
 */
import {
  CustomVideoDecoder,
  CustomVideoEncoder,
  EncodedPacket,
  registerDecoder,
  registerEncoder,
  type VideoCodec,
  VideoSample,
} from 'mediabunny'
import { mergeAlpha } from 'webcodecs-native'

/** The codecs whose alpha is kept, in WebM and Matroska. */
export const keepsAlpha = (codec: VideoCodec): boolean => codec === 'vp8' || codec === 'vp9'

/** As many chunks or frames may wait in a codec. */
const QUEUE = 8

/** Has mediabunny decode the alpha that VP8 and VP9 tracks have, and encode it where `alpha: 'keep'` is asked for. */
export function registerAlpha(): void {
  if (registered) return
  registered = true
  registerDecoder(AlphaDecoder)
  registerEncoder(AlphaEncoder)
}
let registered = false

class AlphaDecoder extends CustomVideoDecoder {
  static override supports(codec: VideoCodec): boolean {
    return keepsAlpha(codec)
  }

  readonly #decoder = this.#decoderTo(frame => this.#colors.push(frame))
  readonly #alphaDecoder = this.#decoderTo(frame => this.#alphas.set(frame.timestamp, frame))
  /** Frames of colours without their alpha yet, in order. */
  readonly #colors: VideoFrame[] = []
  readonly #alphas = new Map<number, VideoFrame>()
  /** Timestamps of the packets with alpha that are not done yet. */
  readonly #transparent = new Set<number>()

  init(): void {
    this.#decoder.configure(this.config)
    this.#alphaDecoder.configure(this.config)
  }

  async decode(packet: EncodedPacket): Promise<void> {
    if (packet.sideData.alpha) {
      this.#transparent.add(packet.microsecondTimestamp)
      this.#alphaDecoder.decode(packet.alphaToEncodedVideoChunk())
    }
    this.#decoder.decode(packet.toEncodedVideoChunk())
    while (this.#decoder.decodeQueueSize > QUEUE) await once(this.#decoder, 'dequeue')
  }

  async flush(): Promise<void> {
    await Promise.all([this.#decoder.flush(), this.#alphaDecoder.flush()])
  }

  close(): void {
    for (const decoder of [this.#decoder, this.#alphaDecoder]) if (decoder.state !== 'closed') decoder.close()
    for (const frame of [...this.#colors, ...this.#alphas.values()]) frame.close()
  }

  #decoderTo(keep: (frame: VideoFrame) => void): VideoDecoder {
    const output = (frame: VideoFrame) => {
      keep(frame)
      this.#merge()
    }
    return new VideoDecoder({ output, error: error => this.onError(error) })
  }

  /** Hands on the frames that are complete. */
  #merge(): void {
    for (let color = this.#colors[0]; color; color = this.#colors[0]) {
      const alpha = this.#alphas.get(color.timestamp)
      if (this.#transparent.has(color.timestamp) && !alpha) return
      this.#colors.shift()
      this.#alphas.delete(color.timestamp)
      this.#transparent.delete(color.timestamp)
      if (!alpha) {
        this.onSample(new VideoSample(color))
        continue
      }
      this.onSample(new VideoSample(mergeAlpha(color, alpha) as VideoFrame))
      color.close()
      alpha.close()
    }
  }
}

class AlphaEncoder extends CustomVideoEncoder {
  static override supports(codec: VideoCodec, { alpha, bitrateMode }: VideoEncoderConfig): boolean {
    return alpha === 'keep' && keepsAlpha(codec) && bitrateMode !== 'quantizer'
  }

  readonly #encoder = new VideoEncoder({
    output: (chunk, metadata: EncodedVideoChunkMetadata & { alphaSideData?: Uint8Array } = {}) => {
      const alpha = metadata.alphaSideData
      this.onPacket(EncodedPacket.fromEncodedChunk(chunk, alpha && { alpha }), metadata)
    },
    error: error => this.onError(error),
  })

  init(): void {
    this.#encoder.configure(this.config)
  }

  async encode(sample: VideoSample, options: VideoEncoderEncodeOptions): Promise<void> {
    const frame = sample.toVideoFrame()
    this.#encoder.encode(frame, options)
    frame.close()
    while (this.#encoder.encodeQueueSize > QUEUE) await once(this.#encoder, 'dequeue')
  }

  flush(): Promise<void> {
    return this.#encoder.flush()
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close()
  }
}

const once = (target: EventTarget, type: string): Promise<unknown> =>
  new Promise(resolve => target.addEventListener(type, resolve, { once: true }))
