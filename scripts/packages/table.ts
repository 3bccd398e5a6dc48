/** The packages that are published beside the main one: for each platform one of each flavour. */
import { parseTriple } from '@napi-rs/cli'
import { licenceOf } from './licences.js'

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
  /** Of Rust. */
  target: string
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

/**
 * The package that an addon for `target` goes into. Windows' packages are named by MSVC's environment, as is the custom:
 * Node-API is the same in all of them.
 */
export function packageFor(manifest: MainManifest, target: string, wanted: Flavour): PlatformPackage | undefined {
  const named = target.replace(/-windows-gnu(llvm)?$/, '-windows-msvc')
  return platformPackages(manifest).find(each => each.target === named && each.flavour === wanted)
}

function platformPackage(name: string, target: string, flavour: Flavour): PlatformPackage {
  const { platform, arch, abi, platformArchABI: triple } = parseTriple(target)
  const libc = LIBCS[abi ?? '']
  return {
    name: `${flavour === 'gpl' ? GPL_PACKAGE : name}-${triple}`,
    target,
    folder: `${triple}${flavour === 'gpl' ? '-gpl' : ''}`,
    flavour,
    licence: licenceOf(flavour, platform),
    addon: `${name}.${triple}.node`,
    platform: `${SYSTEMS[platform] ?? platform} on ${arch}${libc ? ` with ${libc}` : ''}`,
    os: platform,
    cpu: arch,
    ...(libc ? { libc } : {}),
  }
}
