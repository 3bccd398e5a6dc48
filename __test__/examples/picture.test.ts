import { inflateSync } from 'node:zlib'
import test from 'ava'
import { fillPolygon, fillRect, oriented, type Picture, picture, place } from '../../examples/transcode/picture.js'
import { encodePng } from '../../examples/transcode/png.js'

/** The red of each pixel, row by row. */
const reds = ({ width, data }: Picture) => {
  const all = [...data].filter((_, i) => i % 4 === 0)
  return Array.from({ length: all.length / width }, (_, y) => all.slice(y * width, (y + 1) * width))
}

/** 3 x 2 pixels whose reds are 1 to 6. */
function numbered(): Picture {
  const made = picture(3, 2)
  for (let i = 0; i < 6; i++) fillRect(made, i % 3, Math.floor(i / 3), 1, 1, [i + 1, 0, 0])
  return made
}

test('fillRect: is cut to the picture', t => {
  const to = picture(2, 2)
  fillRect(to, -5, 1, 6, 9, [7, 0, 0])
  t.deepEqual(reds(to), [
    [0, 0],
    [7, 0],
  ])
})

test('fillPolygon: fills between the edges', t => {
  const to = picture(4, 2)
  const square = [
    [1, 0],
    [3, 0],
    [3, 2],
    [1, 2],
  ] as const
  fillPolygon(to, square, [9, 0, 0])
  t.deepEqual(reds(to), [
    [0, 9, 9, 0],
    [0, 9, 9, 0],
  ])
})

test('oriented: 90 degrees turn clockwise', t => {
  t.deepEqual(reds(oriented(numbered(), 90, false)), [
    [4, 1],
    [5, 2],
    [6, 3],
  ])
})

test('oriented: 270 degrees turn the other way', t => {
  t.deepEqual(reds(oriented(numbered(), 270, false)), [
    [3, 6],
    [2, 5],
    [1, 4],
  ])
})

test('oriented: 180 degrees and a flip leave the rows reversed', t => {
  t.deepEqual(reds(oriented(numbered(), 180, true)), [
    [4, 5, 6],
    [1, 2, 3],
  ])
})

test('place: copies rows to their place', t => {
  const to = picture(4, 3)
  place(to, numbered(), 1, 1)
  t.deepEqual(reds(to), [
    [0, 0, 0, 0],
    [0, 1, 2, 3],
    [0, 4, 5, 6],
  ])
})

test('encodePng: header, pixels and end are where the format wants them', t => {
  const png = encodePng(numbered())
  t.is(png.toString('latin1', 1, 4), 'PNG')
  t.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [3, 2])
  const length = png.readUInt32BE(33)
  t.is(png.toString('latin1', 37, 41), 'IDAT')
  const rows = inflateSync(png.subarray(41, 41 + length))
  t.deepEqual([...rows], [0, 1, 0, 0, 255, 2, 0, 0, 255, 3, 0, 0, 255, 0, 4, 0, 0, 255, 5, 0, 0, 255, 6, 0, 0, 255])
  t.is(png.subarray(-8).toString('hex'), '49454e44ae426082')
})
