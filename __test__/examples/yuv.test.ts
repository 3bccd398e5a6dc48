import test from 'ava'
import { toPicture, type YuvImage } from '../../examples/transcode/yuv.js'

/** A 4x4 image whose planes hold one value each, little-endian where a sample takes two bytes. */
function flat(format: string, [y, u, v]: [number, number, number], rest: Partial<YuvImage> = {}): YuvImage {
  const bytes = format.includes('P1') ? 2 : 1
  const chroma = { '420': 2, '422': 2, '444': 4 }[format.slice(1, 4)] ?? 0
  const chromaHeight = format.startsWith('I420') ? 2 : 4
  const sizes = [4 * 4, chroma * chromaHeight, chroma * chromaHeight]
  const samples = [y, u, v].flatMap((value, i) => Array(sizes[i]).fill(value))
  const data = bytes === 1 ? Uint8Array.from(samples) : new Uint8Array(Uint16Array.from(samples).buffer)
  const layout = [
    { offset: 0, stride: 4 * bytes },
    { offset: 16 * bytes, stride: chroma * bytes },
    { offset: (16 + chroma * chromaHeight) * bytes, stride: chroma * bytes },
  ]
  return { format, width: 4, height: 4, data, layout, fullRange: false, ...rest }
}

const pixel = (image: YuvImage) => [...(toPicture(image, 2, 2)?.data.subarray(0, 4) ?? [])]

test('BT.709 limited range: red is red', t => {
  t.deepEqual(pixel(flat('I420', [63, 102, 240], { matrix: 'bt709' })), [255, 1, 0, 255])
})

test('BT.601 limited range: red is red', t => {
  t.deepEqual(pixel(flat('I420', [81, 90, 240], { matrix: 'smpte170m' })), [254, 0, 0, 255])
})

test('black and white of the limited range are black and white', t => {
  t.deepEqual(pixel(flat('I444', [16, 128, 128], { matrix: 'bt709' })), [0, 0, 0, 255])
  t.deepEqual(pixel(flat('I444', [235, 128, 128], { matrix: 'bt709' })), [255, 255, 255, 255])
})

test('full range uses every level', t => {
  t.deepEqual(pixel(flat('I422', [16, 128, 128], { fullRange: true })), [16, 16, 16, 255])
  t.deepEqual(pixel(flat('I422', [235, 128, 128], { fullRange: true })), [235, 235, 235, 255])
})

test('10 and 12 bits come out as 8', t => {
  t.deepEqual(pixel(flat('I420P10', [940, 512, 512])), [255, 255, 255, 255])
  t.deepEqual(pixel(flat('I444P12', [256, 2048, 2048])), [0, 0, 0, 255])
})

test('NV12 interleaves its chroma', t => {
  const data = Uint8Array.from([...Array(16).fill(81), 90, 240, 90, 240, 90, 240, 90, 240])
  const layout = [
    { offset: 0, stride: 4 },
    { offset: 16, stride: 4 },
  ]
  const image = { format: 'NV12', width: 4, height: 4, data, layout, matrix: 'bt470bg', fullRange: false }
  t.deepEqual(pixel(image), [254, 0, 0, 255])
})

test('the rgb matrix means planes of green, blue and red', t => {
  t.deepEqual(pixel(flat('I444', [10, 20, 30], { matrix: 'rgb', fullRange: true })), [30, 10, 20, 255])
})

test('scaling down averages all covered pixels', t => {
  const image = flat('I420', [0, 128, 128], { fullRange: true })
  image.data.set([0, 100, 200, 100], 0)
  t.is(toPicture(image, 1, 1)?.data[0], 25)
})

test('odd sizes read the chroma sample that the last column and row share', t => {
  const data = Uint8Array.from([...Array(9).fill(128), ...Array(4).fill(128), 128, 128, 128, 255])
  const layout = [
    { offset: 0, stride: 3 },
    { offset: 9, stride: 2 },
    { offset: 13, stride: 2 },
  ]
  const picture = toPicture({ format: 'I420', width: 3, height: 3, data, layout, fullRange: true }, 3, 3)
  t.is(picture?.data[8 * 4], 255)
  t.is(picture?.data[0], 128)
})

test('a format that is not YUV gives no picture', t => {
  t.is(toPicture(flat('RGBA', [0, 0, 0]), 2, 2), undefined)
})
