/** The file formats that this example writes, by file name extension. */
import { MkvOutputFormat, MovOutputFormat, Mp4OutputFormat, type OutputFormat, WebMOutputFormat } from 'mediabunny'
import { UserError } from './user-error.js'

export const CODECS = ['avc', 'hevc', 'vp8', 'vp9', 'av1'] as const
export type Codec = (typeof CODECS)[number]

interface Container {
  /** The codec when none is asked for. */
  codec: Codec
  format: () => OutputFormat
}

const CONTAINERS: Record<string, Container> = {
  '.webm': { codec: 'vp9', format: () => new WebMOutputFormat() },
  '.mkv': { codec: 'vp9', format: () => new MkvOutputFormat() },
  '.mp4': { codec: 'avc', format: () => new Mp4OutputFormat() },
  '.mov': { codec: 'avc', format: () => new MovOutputFormat() },
}

/** The extension that suits a codec, for an output that the user did not name. */
export const extensionFor = (codec: Codec): string => (codec === 'avc' || codec === 'hevc' ? '.mp4' : '.webm')

/** The container that an extension names and the codec to put into it; a UserError where the two do not go together. */
export function containerFor(extension: string, codec: Codec | undefined): { codec: Codec; format: OutputFormat } {
  const container = CONTAINERS[extension.toLowerCase()]
  if (!container) {
    throw new UserError(`The output must end in ${Object.keys(CONTAINERS).join(', ')}, not "${extension}".`)
  }
  const format = container.format()
  const chosen = codec ?? container.codec
  if (!format.getSupportedVideoCodecs().includes(chosen))
    throw new UserError(`A ${extension} file cannot hold ${chosen}.`)
  return { codec: chosen, format }
}
