import { isDeepStrictEqual } from 'node:util'
import { cloneConfiguration } from './dictionaries/clone-configuration.js'

/** Of the record that goes with each configure() of an encoder. */
export interface WithOutputConfig<Config> {
  /** [[active output config]] */
  outputConfig: Config | undefined
}

/**
 * Step 6 of "Output EncodedVideoChunks" and "Output EncodedAudioChunks": the metadata's decoderConfig, when it is not
 * the one that was emitted last. The user gets a copy, as the next one is compared with it.
 */
export function changedConfig<Config>(
  configuration: WithOutputConfig<Config>,
  outputConfig: Config,
): { decoderConfig?: Config } {
  if (isDeepStrictEqual(outputConfig, configuration.outputConfig)) return {}
  configuration.outputConfig = outputConfig
  return { decoderConfig: cloneConfiguration(outputConfig) }
}
