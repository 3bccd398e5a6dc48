import { testLaw } from '../support/companding.js'

const BIAS = 0x84

/** Table 2 of ITU-T G.711: sign, three bits of exponent, four of mantissa; all bits are inverted. */
function expand(byte: number): number {
  const code = ~byte
  const magnitude = ((((code & 15) << 3) + BIAS) << ((code >> 4) & 7)) - BIAS
  return code & 0x80 ? -magnitude : magnitude
}

testLaw({ codec: 'ulaw', name: 'mulaw', expand })
