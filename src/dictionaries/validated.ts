import type { Converter } from '../webidl/converter.js'
import { cloneConfiguration } from './clone-configuration.js'

/**
 * The first step of configure() and isConfigSupported(): the converted configuration, copied, or a TypeError with what
 * `faultOf` finds wrong with it.
 */
export function validated<Out, In>(
  convert: Converter<Out, In>,
  faultOf: (config: Out) => string | undefined,
): (config: In, place: string) => Out {
  return (config, place) => {
    const converted = convert(config, place)
    const fault = faultOf(converted)
    if (fault) throw new TypeError(`${place}: ${fault}`)
    return cloneConfiguration(converted)
  }
}
