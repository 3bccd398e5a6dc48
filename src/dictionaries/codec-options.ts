// Enumerations that several configurations share: https://w3c.github.io/webcodecs/#hardware-acceleration and following
import type { Idl } from '../webidl/converter.js'
import { oneOf } from '../webidl/primitives.js'

export const HardwareAcceleration = oneOf('no-preference', 'prefer-hardware', 'prefer-software')
export type HardwareAcceleration = Idl<typeof HardwareAcceleration>

export const AlphaOption = oneOf('keep', 'discard')
export type AlphaOption = Idl<typeof AlphaOption>

/** Whether the codec string is more than white space: the one thing that makes it malformed instead of unsupported. */
export const isCodecGiven = (codec: string): boolean => /[^\t\n\f\r ]/.test(codec)
