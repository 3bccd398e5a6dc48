/** The tables of coders, which the info command and the README show. */
import type { BuildInfo, FormatInfo, VideoEncoderInfo, VideoProfileInfo } from '../build-info.js'

export interface Table {
  head: string[]
  rows: string[][]
}

/** One row for each encoder; those of a codec stand together, by preference. */
export function videoEncoders({ videoEncoders: encoders }: BuildInfo): Table {
  return {
    head: ['video codec', 'encoder', 'latency modes', 'features', 'profiles'],
    rows: together(encoders).map(encoder => [
      encoder.codec,
      encoder.name,
      encoder.latencyModes.join(', '),
      features(encoder).join(', '),
      encoder.profiles.map(profileText).join(', '),
    ]),
  }
}

export function videoDecoders({ videoDecoders: decoders }: BuildInfo): Table {
  return {
    head: ['video codec', 'decoder', 'features', 'profiles'],
    rows: together(decoders).map(({ codec, name, hardware, profiles }) => [
      codec,
      name,
      hardware ? UNVERIFIED : '',
      profiles.filter(profile => profile !== '').join(', '),
    ]),
  }
}

/** One row for each codec. */
export function audioCoders({ audioEncoders, audioDecoders }: BuildInfo): Table {
  const named = (coders: { name: string; codecs: string[] }[], codec: string) =>
    coders
      .filter(({ codecs }) => codecs.includes(codec))
      .map(({ name }) => name)
      .join(', ') || 'none'
  const codecs = new Set([...audioDecoders, ...audioEncoders].flatMap(coder => coder.codecs))
  return {
    head: ['audio codec', 'encoders', 'decoders'],
    rows: [...codecs].map(codec => [codec, named(audioEncoders, codec), named(audioDecoders, codec)]),
  }
}

const UNVERIFIED = 'prefer-hardware only, unverified'

/** What not every encoder can do. */
function features({ alpha, bitrate, quantizer, scalabilityModes, hardware }: VideoEncoderInfo): string[] {
  const given = { alpha, [bitrate ? 'quantizer' : 'quantizer only']: quantizer, [UNVERIFIED]: hardware }
  return [...Object.entries(given).flatMap(([name, has]) => (has ? [name] : [])), ...scalabilityModes]
}

/** Coders in their order, but those of a codec together. */
function together<Coder extends { codec: string }>(coders: Coder[]): Coder[] {
  const codecs = new Set(coders.map(({ codec }) => codec))
  return [...codecs].flatMap(codec => coders.filter(coder => coder.codec === codec))
}

/** E.g. "High (8-bit 4:2:0)"; only the formats where a codec has but one profile. */
function profileText({ name, formats }: VideoProfileInfo): string {
  return name ? `${name} (${formatsText(formats)})` : formatsText(formats)
}

function formatsText(formats: FormatInfo[]): string {
  const chromas = new Set(formats.map(({ chroma }) => chroma))
  const depths = (chroma: string) => formats.filter(format => format.chroma === chroma).map(({ bitDepth }) => bitDepth)
  return [...chromas].map(chroma => `${depths(chroma).join('/')}-bit ${chroma}`).join(', ')
}
