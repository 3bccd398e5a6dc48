import test from 'ava'
import { VideoColorSpace } from '../../index.js'

const UNKNOWN = { primaries: null, transfer: null, matrix: null, fullRange: null }

test('#dom-videocolorspace-videocolorspace: members that are not given are null', t => {
  t.deepEqual(new VideoColorSpace().toJSON(), UNKNOWN)
  t.deepEqual(new VideoColorSpace({}).toJSON(), UNKNOWN)
  t.deepEqual(new VideoColorSpace(null as never).toJSON(), UNKNOWN)
  t.deepEqual(new VideoColorSpace({ primaries: null, fullRange: false }).toJSON(), { ...UNKNOWN, fullRange: false })
})

test('#videocolorspace-attributes: are those of the init', t => {
  const init = { primaries: 'bt2020', transfer: 'hlg', matrix: 'bt2020-ncl', fullRange: true } as const
  const { primaries, transfer, matrix, fullRange } = new VideoColorSpace(init)
  t.deepEqual({ primaries, transfer, matrix, fullRange } as unknown, init)
})

test('#dom-videocolorspace-videocolorspace: another one may be the init', t => {
  const other = new VideoColorSpace({ matrix: 'rgb' })
  t.is(new VideoColorSpace(other).matrix, 'rgb')
})

test('#dom-videocolorspace-tojson: is what JSON.stringify() writes, in the order of the attributes', t => {
  const text = JSON.stringify(new VideoColorSpace({ transfer: 'bt709', fullRange: false }))
  t.is(text, '{"primaries":null,"transfer":"bt709","matrix":null,"fullRange":false}')
})

test('#dom-videocolorspace-videocolorspace: unknown values are a TypeError', t => {
  for (const init of [{ primaries: 'bt601' }, { transfer: 'srgb' }, { matrix: 'bt2020' }, { matrix: '' }, 7]) {
    t.throws(() => Reflect.construct(VideoColorSpace, [init]), { instanceOf: TypeError })
  }
})
