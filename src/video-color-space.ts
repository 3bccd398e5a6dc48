import {
  type VideoColorPrimaries,
  VideoColorSpaceInit,
  type VideoMatrixCoefficients,
  type VideoTransferCharacteristics,
} from './dictionaries/video-color-space-init.js'
import type { NativeColorSpace } from './native.js'
import { idlInterface, type Public } from './webidl/interface.js'
import type { Attribute } from './webidl/lib-dom.js'

type Member<Key extends string, Ours> = Attribute<'VideoColorSpace', Key, Ours | null>
type Primaries = Member<'primaries', VideoColorPrimaries>
type Transfer = Member<'transfer', VideoTransferCharacteristics>
type Matrix = Member<'matrix', VideoMatrixCoefficients>

/** A VideoColorSpaceInit as we give it out: the type of lib.dom where a program has that. */
export interface OutputVideoColorSpaceInit {
  primaries?: Primaries
  transfer?: Transfer
  matrix?: Matrix
  fullRange?: boolean | null
}

/** How samples become colours; a member is null when unknown. https://w3c.github.io/webcodecs/#video-color-space-interface */
class ColorSpace {
  readonly #init

  /** @throws TypeError for a value that is not in the member's enumeration. */
  constructor(init: VideoColorSpaceInit = {}) {
    this.#init = VideoColorSpaceInit(init, 'new VideoColorSpace(): init')
  }

  get primaries(): Primaries {
    return this.#init.primaries as Primaries
  }

  get transfer(): Transfer {
    return this.#init.transfer as Transfer
  }

  get matrix(): Matrix {
    return this.#init.matrix as Matrix
  }

  /** Whether samples use the full range of their bits, or the limited one of video. */
  get fullRange(): boolean | null {
    return this.#init.fullRange
  }

  /** The four members as a plain object. */
  toJSON(): OutputVideoColorSpaceInit {
    const { primaries, transfer, matrix, fullRange } = this.#init
    return { primaries, transfer, matrix, fullRange } as OutputVideoColorSpaceInit
  }
}

export const VideoColorSpace = idlInterface(ColorSpace, 'VideoColorSpace')
export interface VideoColorSpace extends Public<ColorSpace> {}

// https://w3c.github.io/webcodecs/#srgb-color-space
export const SRGB: VideoColorSpaceInit = {
  primaries: 'bt709',
  transfer: 'iec61966-2-1',
  matrix: 'rgb',
  fullRange: true,
}

// https://w3c.github.io/webcodecs/#display-p3-color-space
export const DISPLAY_P3: VideoColorSpaceInit = { ...SRGB, primaries: 'smpte432' }

// https://w3c.github.io/webcodecs/#rec709-color-space
export const REC709: VideoColorSpaceInit = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false }

/** As the native side takes it: what is unknown is absent there, and not null. */
export function nativeColorSpace({ primaries, transfer, matrix, fullRange }: VideoColorSpaceInit): NativeColorSpace {
  const members = Object.entries({ primaries, transfer, matrix, fullRange })
  return Object.fromEntries(members.filter(([, member]) => member !== null && member !== undefined))
}
