/** The packages that are published beside the main one: for each platform one of each flavour. */
import { parseTriple } from '@napi-rs/cli'
import { LICENCES } from './licences.js'

/** What package.json says that the packages have in common, and for which targets of Rust there are some. */
export interface MainManifest {
  name: string
  version: string
  description: string
  keywords: string[]
  license: string
  engines: Record<string, string>
  files: string[]
  napi: { targets: string[] }
}

export const FLAVOURS = ['lgpl', 'gpl'] as const
export type Flavour = (typeof FLAVOURS)[number]

export interface PlatformPackage {
  name: string
  /** Its folder below npm/. */
  folder: string
  flavour: Flavour
  licence: string
  /** The addon's file. */
  addon: string
  /** For people. */
  platform: string
  os: string
  cpu: string
  libc?: string
}

export const GPL_PACKAGE = 'webcodecs-native-gpl'

const SYSTEMS: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }

/** npm's names of what a target's ABI asks for. */
const LIBCS: Record<string, string> = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl' }

export function platformPackages({ name, napi }: MainManifest): PlatformPackage[] {
  return napi.targets.flatMap(target => FLAVOURS.map(flavour => platformPackage(name, target, flavour)))
}

function platformPackage(name: string, target: string, flavour: Flavour): PlatformPackage {
  const { platform, arch, abi, platformArchABI: triple } = parseTriple(target)
  const libc = LIBCS[abi ?? '']
  return {
    name: `${flavour === 'gpl' ? GPL_PACKAGE : name}-${triple}`,
    folder: `${triple}${flavour === 'gpl' ? '-gpl' : ''}`,
    flavour,
    licence: LICENCES[flavour],
    addon: `${name}.${triple}.node`,
    platform: `${SYSTEMS[platform] ?? platform} on ${arch}${libc ? ` with ${libc}` : ''}`,
    os: platform,
    cpu: arch,
    ...(libc ? { libc } : {}),
  }
}
