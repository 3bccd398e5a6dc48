import type { BuildInfo, VideoEncoderInfo } from '../build-info.js'
import { audioCoders, type Table, videoDecoders, videoEncoders } from './tables.js'

/** Where a program runs. */
export interface RuntimeInfo {
  /** E.g. "node" or "bun". */
  name: string
  version: string
  /** The version of Node-API. */
  nodeApi: string
  platform: string
  architecture: string
}

/** The runtimes that have Node's `process.versions` beside an entry of their own, and Node itself. */
const RUNTIMES = ['bun', 'deno', 'electron', 'node']

export function runtimeInfo({ versions, platform, arch }: NodeJS.Process = process): RuntimeInfo {
  const name = RUNTIMES.find(runtime => versions[runtime]) ?? 'unknown'
  const version = versions[name] ?? 'unknown'
  return { name, version, nodeApi: versions.napi ?? 'unknown', platform, architecture: arch }
}

/** All that is known, for people: without the coders that the linked FFmpeg lacks. */
export function infoText(all: BuildInfo, runtime: RuntimeInfo): string {
  const info = linked(all)
  const { version, license, configuration, flavour, bundled } = info.ffmpeg
  return [
    `webcodecs-native ${info.version}`,
    `${runtime.name} ${runtime.version}, Node-API ${runtime.nodeApi}, ${runtime.platform} ${runtime.architecture}`,
    `FFmpeg ${version}, ${license} (flavour ${flavour}, ${bundled ? 'part of the addon' : "the system's"})`,
    `  ${configuration}`,
    ...[videoEncoders(info), videoDecoders(info), audioCoders(info)].flatMap(table => ['', ...aligned(table)]),
  ].join('\n')
}

const isAvailable = ({ available }: { available: boolean }): boolean => available

function linked(info: BuildInfo): BuildInfo {
  return {
    ...info,
    videoEncoders: info.videoEncoders.filter(isAvailable).map(linkedProfiles),
    videoDecoders: info.videoDecoders.filter(isAvailable),
    audioEncoders: info.audioEncoders.filter(isAvailable),
    audioDecoders: info.audioDecoders.filter(isAvailable),
  }
}

function linkedProfiles(encoder: VideoEncoderInfo): VideoEncoderInfo {
  const profiles = encoder.profiles.map(profile => ({ ...profile, formats: profile.formats.filter(isAvailable) }))
  return { ...encoder, profiles: profiles.filter(({ formats }) => formats.length > 0) }
}

/** Lines of a table whose columns are as wide as their longest cell. */
function aligned({ head, rows }: Table): string[] {
  const lines = [head.map(cell => cell.toUpperCase()), ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  return lines.map(line =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
