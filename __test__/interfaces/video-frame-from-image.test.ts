import { readFile } from 'node:fs/promises'
import { createCanvas, ImageData, loadImage } from '@napi-rs/canvas'
import test from 'ava'
import { type CanvasLike, type ImageLike, VideoFrame, type VideoFrameInit } from '../../index.js'
import { bytesOf, countingFrame, domException, rectOf } from '../support/planes.js'

const SRGB = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true }

/** 3 x 2 pixels of RGBA: 0, 1, 2, … */
const imageData = (members: object = {}): ImageLike => ({
  data: Uint8ClampedArray.from({ length: 24 }, (_, i) => i),
  width: 3,
  height: 2,
  ...members,
})

/** As sharp gives it, by what its versions 0.34 and 0.35 have in common. */
function raw(channels: number, info: object = {}): ImageLike {
  const data = Buffer.from(Array.from({ length: 6 * channels }, (_, i) => i))
  const all = {
    format: 'raw',
    width: 3,
    height: 2,
    channels,
    premultiplied: false,
    depth: 'uchar',
    size: data.length,
    ...info,
  }
  return { data, info: all }
}

/**
 * A canvas of the members that the documentation of `skia-canvas` 3 names, which knows no context attributes. Made by hand,
 * as the package cannot be installed without running a script that downloads its binary.
 */
const skia = (data: object = {}): CanvasLike => ({
  width: 3,
  height: 2,
  getContext: kind =>
    kind === '2d' && {
      getImageData: (x: number, y: number, width: number, height: number) =>
        imageData({ x, y, width, height, colorSpace: 'srgb', colorType: 'rgba', ...data }),
    },
})

function painted(style: string, attributes?: { alpha?: boolean }) {
  const canvas = createCanvas(3, 2)
  const context = canvas.getContext('2d', attributes)
  context.fillStyle = style
  context.fillRect(0, 0, 2, 2)
  return canvas
}

const made = (image: unknown, init: VideoFrameInit = { timestamp: 5 }): VideoFrame =>
  new VideoFrame(image as ImageLike, init as { timestamp: number })

const counted = (length: number): number[] => Array.from({ length }, (_, i) => i)

test('#dom-videoframe-videoframe: ImageData becomes an sRGB frame of its pixels', async t => {
  const frame = made(imageData())
  t.deepEqual(
    [frame.format, frame.codedWidth, frame.codedHeight, frame.displayWidth, frame.displayHeight],
    ['RGBA', 3, 2, 3, 2],
  )
  t.deepEqual([frame.timestamp, frame.duration, frame.rotation, frame.flip], [5, null, 0, false])
  t.deepEqual(rectOf(frame.visibleRect), [0, 0, 3, 2])
  t.deepEqual(frame.colorSpace.toJSON() as object, SRGB)
  t.deepEqual([...(await bytesOf(frame))], counted(24))
})

test('#dom-videoframe-videoframe: the pixels of an image are copied', async t => {
  const data = new Uint8Array(24)
  const frame = made(imageData({ data }))
  data.fill(9)
  t.deepEqual([...(await bytesOf(frame))], new Array(24).fill(0))
})

test('#display-p3-color-space: is that of ImageData in Display P3', t => {
  const frame = made(imageData({ colorSpace: 'display-p3' }))
  t.deepEqual(frame.colorSpace.toJSON() as object, { ...SRGB, primaries: 'smpte432' })
  t.deepEqual(made(imageData({ colorSpace: 'srgb' })).colorSpace.toJSON() as object, SRGB)
  t.throws(() => made(imageData({ colorSpace: 'rec2020' })), { instanceOf: TypeError, message: /colorSpace/ })
})

test('#dom-videoframe-videoframe: ImageData of @napi-rs/canvas', async t => {
  const frame = new VideoFrame(new ImageData(Uint8ClampedArray.from(counted(24)), 3, 2), { timestamp: 0 })
  t.deepEqual(frame.colorSpace.toJSON() as object, SRGB)
  t.deepEqual([...(await bytesOf(frame))], counted(24))
})

test('#dom-videoframe-videoframe: ImageData of skia-canvas has bytes in the order of its colorType', async t => {
  for (const [colorType, format] of [
    ['rgba', 'RGBA'],
    ['RGBA8888', 'RGBA'],
    ['bgra', 'BGRA'],
    ['rgb', 'RGBX'],
  ] as const) {
    const frame = made(imageData({ colorType }))
    t.is(frame.format, format)
    t.deepEqual([...(await bytesOf(frame))], counted(24))
  }
  t.throws(() => made(imageData({ colorType: 'RGBAF16' })), { instanceOf: TypeError, message: /colorType/ })
})

test('#dom-videoframe-videoframe: a canvas of @napi-rs/canvas, its alpha not premultiplied', async t => {
  const frame = new VideoFrame(painted('rgba(255, 0, 0, 0.6)'), { timestamp: 0 })
  t.is(frame.format, 'RGBA')
  t.deepEqual(frame.colorSpace.toJSON() as object, SRGB)
  const [red, clear] = [
    [255, 0, 0, 153],
    [0, 0, 0, 0],
  ]
  t.deepEqual([...(await bytesOf(frame))], [red, red, clear, red, red, clear].flat())
})

test('#dom-videoframe-videoframe: a canvas whose context has no alpha is opaque', async t => {
  const frame = made(painted('rgb(1, 2, 3)', { alpha: false }))
  t.is(frame.format, 'RGBX')
  t.deepEqual([...(await bytesOf(frame))].slice(0, 3), [1, 2, 3])
})

test('#dom-videoframe-videoframe: a canvas has the colour space of the pixels that it gives', t => {
  t.is(made(skia({ colorSpace: 'display-p3' })).colorSpace.primaries as string, 'smpte432')
})

test('#dom-videoframe-videoframe: a canvas of skia-canvas', async t => {
  const frame = made(skia())
  t.deepEqual([frame.format, frame.codedWidth, frame.codedHeight], ['RGBA', 3, 2])
  t.deepEqual([...(await bytesOf(frame))], counted(24))
})

const GREY = (i: number): number[] => [i, i, i, 255]
for (const [channels, format, expected] of [
  [1, 'RGBX', counted(6).flatMap(GREY)],
  [2, 'RGBA', counted(6).flatMap(i => [2 * i, 2 * i, 2 * i, 2 * i + 1])],
  [3, 'RGBX', counted(6).flatMap(i => [3 * i, 3 * i + 1, 3 * i + 2, 255])],
  [4, 'RGBA', counted(24)],
] as const) {
  test(`#dom-videoframe-videoframe: raw output of sharp with ${channels} channels`, async t => {
    const frame = made(raw(channels))
    t.deepEqual([frame.format, frame.codedWidth, frame.codedHeight], [format, 3, 2])
    t.deepEqual(frame.colorSpace.toJSON() as object, SRGB)
    t.deepEqual([...(await bytesOf(frame))], [...expected])
  })
}

/** What sharp itself gave; see fixtures/sharp/record.mjs. */
async function recorded(version: string): Promise<Map<string, { data: Buffer; info: { channels: number } }>> {
  const file = new URL(`../fixtures/sharp/${version}.json`, import.meta.url)
  const results: { what: string; info: { channels: number }; data: number[] }[] = JSON.parse(
    await readFile(file, 'utf8'),
  )
  return new Map(results.map(({ what, info, data }) => [what, { info, data: Buffer.from(data) }]))
}

for (const version of ['0.34.5', '0.35.5']) {
  test(`#dom-videoframe-videoframe: what sharp ${version} gives is taken by its channels, or refused by its depth`, async t => {
    const results = await recorded(version)
    for (const [what, format] of [
      ['RGB', 'RGBX'],
      ['RGBA', 'RGBA'],
      ['RGBA that was resized, and so premultiplied on the way', 'RGBA'],
      ['grey', 'RGBX'],
      ['grey from RGBA', 'RGBX'],
    ] as const) {
      const { data = Buffer.of(), info } = results.get(what) ?? {}
      const channels = info?.channels ?? 0
      const frame = made({ data, info })
      t.is(frame.format, format, what)
      const bytes = await bytesOf(frame)
      const pixel = (at: number) => [...data.subarray(at * channels, (at + 1) * channels)]
      for (let i = 0; i < 6; i++) {
        const [first = 0, ...others] = pixel(i)
        const expected = channels === 1 ? [first, first, first, 255] : [first, ...others, 255].slice(0, 4)
        t.deepEqual([...bytes.subarray(i * 4, i * 4 + 4)], expected, what)
      }
    }
    t.throws(() => made(results.get('16 bits')), { instanceOf: TypeError, message: /depth/ })
    t.throws(() => made(results.get('CMYK and alpha')), { instanceOf: TypeError, message: /channels/ })
  })
}

test('#dom-videoframe-videoframe: CMYK of sharp is a TypeError from 0.35 on, which tells it from RGBA', async t => {
  const results = await recorded('0.35.5')
  t.throws(() => made(results.get('CMYK')), { instanceOf: TypeError, message: /srgb/ })
})

test('#dom-videoframe-videoframe: raw output of sharp in other depths and colour spaces is a TypeError', t => {
  t.throws(() => made(raw(3, { depth: 'ushort' })), { instanceOf: TypeError, message: /depth/ })
  t.throws(() => made(raw(4, { hasAlpha: false })), { instanceOf: TypeError, message: /srgb/ })
  t.throws(() => made(raw(5)), { instanceOf: TypeError, message: /channels/ })
})

for (const [what, image] of [
  ['ImageData', imageData()],
  ['a canvas', skia()],
  ['a canvas of @napi-rs/canvas', createCanvas(3, 2)],
  ['raw output of sharp', raw(3)],
] as const) {
  test(`#dom-videoframe-videoframe: ${what} without a timestamp is a TypeError`, t => {
    t.throws(() => made(image, {}), { instanceOf: TypeError, message: /timestamp/ })
    t.throws(() => Reflect.construct(VideoFrame, [image]), { instanceOf: TypeError, message: /timestamp/ })
  })
}

for (const [what, image] of [
  ['ImageData', imageData({ width: 0, data: new Uint8Array() })],
  ['a canvas', { ...skia(), height: 0 }],
  ['raw output of sharp', raw(3, { width: 0 })],
] as const) {
  test(`#check-the-usability-of-the-image-argument: ${what} without pixels is an InvalidStateError, first of all`, t => {
    t.throws(() => made(image), domException('InvalidStateError'))
    t.throws(() => made(image, {}), domException('InvalidStateError'))
  })
}

test('#check-the-usability-of-the-image-argument: what cannot be read is an InvalidStateError', t => {
  const data = new Uint8Array(24)
  structuredClone(null, { transfer: [data.buffer] })
  t.throws(() => made(imageData({ data })), domException('InvalidStateError'))
  t.throws(() => made({ ...skia(), getContext: () => null }), domException('InvalidStateError'))
})

test('#dom-videoframe-videoframe: data of another length or type is a TypeError', t => {
  for (const data of [new Uint8Array(23), new Uint8Array(25), new Float32Array(24), [], null, 'text']) {
    t.throws(() => made(imageData({ data })), { instanceOf: TypeError, message: /data/ })
  }
  for (const width of [-1, 2 ** 32, Number.NaN, undefined]) {
    t.throws(() => made(imageData({ width })), { instanceOf: TypeError, message: /width/ })
  }
})

test('#dom-videoframe-videoframe: more pixels than a frame can hold are a TypeError', t => {
  const [width, height] = [2 ** 14, 2 ** 13 + 1]
  const image = { data: new Uint8Array(width * height), info: { width, height, channels: 1 } }
  t.throws(() => made(image), { instanceOf: TypeError, message: /cannot hold/ })
})

test('#dom-videoframe-videoframe: other values are a TypeError that tells what to do with images', async t => {
  const image = await loadImage(painted('red').toBuffer('image/png'))
  for (const value of [image, {}, null, undefined, 1, 'text', () => {}, { data: new Uint8Array(4) }, []]) {
    t.throws(() => made(value), { instanceOf: TypeError, message: /draw other images on a canvas/ })
  }
})

test('#videoframe-initialize-frame-with-resource: takes every member of the init', async t => {
  const init = {
    timestamp: -1,
    duration: 4,
    alpha: 'discard',
    visibleRect: { x: 1, y: 1, width: 2, height: 1 },
    rotation: 80,
    flip: true,
    metadata: { rtpTimestamp: 8 },
  } as const
  const frame = made(imageData(), init)
  t.deepEqual(
    [
      frame.timestamp,
      frame.duration,
      frame.format,
      frame.rotation,
      frame.flip,
      frame.displayWidth,
      frame.displayHeight,
    ],
    [-1, 4, 'RGBX', 90, true, 1, 2],
  )
  t.deepEqual(rectOf(frame.visibleRect), [1, 1, 2, 1])
  t.deepEqual(frame.metadata(), { rtpTimestamp: 8 })
  t.deepEqual([...(await bytesOf(frame))], counted(24).slice(16))
  const sized = made(imageData(), { timestamp: 0, rotation: 90, displayWidth: 30, displayHeight: 7 })
  t.deepEqual([sized.displayWidth, sized.displayHeight], [30, 7])
})

test('#validate-videoframeinit: an init that does not fit the image is a TypeError', t => {
  for (const init of [
    { visibleRect: { x: 2, y: 0, width: 2, height: 2 } },
    { visibleRect: { x: 0, y: 0, width: 0, height: 2 } },
    { displayWidth: 3 },
  ]) {
    t.throws(() => made(imageData(), { timestamp: 0, ...init }), { instanceOf: TypeError })
  }
})

test('#dom-videoframe-videoframe: a VideoFrame is one, whatever members it was given', t => {
  const frame = Object.assign(countingFrame({ timestamp: 3 }), { getContext: () => null, data: 1, info: {}, width: 0 })
  t.is(new VideoFrame(frame).timestamp, 3)
})
