import { testLaw } from '../support/companding.js'

/** Table 1 of ITU-T G.711: sign, three bits of exponent, four of mantissa; the even bits are inverted. */
function expand(byte: number): number {
  const code = byte ^ 0x55
  const [exponent, mantissa] = [(code >> 4) & 7, code & 15]
  const magnitude = exponent === 0 ? mantissa * 16 + 8 : (mantissa * 16 + 0x108) << (exponent - 1)
  return code & 0x80 ? magnitude : -magnitude
}

testLaw({ codec: 'alaw', name: 'alaw', expand })
