/** The native addon. Nothing else imports it. */
import type * as Addon from '../native/index.js'
import { loadAddon } from './native/loader.js'

export type * from '../native/index.js'
export const {
  AudioDecoderSession,
  AudioEncoderSession,
  NativeFrame,
  NativeSamples,
  PROBE_THREADS,
  VideoDecoderSession,
  VideoEncoderSession,
  audioDecoderProbe,
  audioEncoderProbe,
  chunkIsKey,
  nativeBuildInfo,
  videoDecoderProbe,
  videoEncoderProbe,
} = loadAddon()

// A value of ours hides the class's type of the same name.
export type AudioDecoderSession = Addon.AudioDecoderSession
export type AudioEncoderSession = Addon.AudioEncoderSession
export type NativeFrame = Addon.NativeFrame
export type NativeSamples = Addon.NativeSamples
export type VideoDecoderSession = Addon.VideoDecoderSession
export type VideoEncoderSession = Addon.VideoEncoderSession
