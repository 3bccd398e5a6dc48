import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { isTruncated } from '../../examples/transcode/truncation.js'

let folder = ''
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truncation-'))
})
test.after.always(() => rm(folder, { recursive: true, force: true }))

let count = 0
async function truncated(...parts: Buffer[]): Promise<boolean> {
  const path = join(folder, String(count++))
  await writeFile(path, Buffer.concat(parts))
  return isTruncated(path)
}

/** An MP4 box with `present` bytes of content out of `length`. */
function box(type: string, length: number, present = length): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32BE(8 + length)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, Buffer.alloc(present)])
}

const EBML = Buffer.from('1a45dfa3' + '84' + '00000000', 'hex')
const segment = (length: string, present: number) =>
  Buffer.concat([Buffer.from(`18538067${length}`, 'hex'), Buffer.alloc(present)])

test('MP4: whole, index first or last', async t => {
  t.false(await truncated(box('ftyp', 8), box('moov', 20), box('mdat', 100)))
  t.false(await truncated(box('ftyp', 8), box('mdat', 100), box('moov', 20)))
})

test('MP4: one byte is missing', async t => {
  t.true(await truncated(box('ftyp', 8), box('moov', 20), box('mdat', 100, 99)))
})

test('MP4: cut between boxes or in a header, before the index', async t => {
  t.true(await truncated(box('ftyp', 8), box('mdat', 100)))
  t.true(await truncated(box('ftyp', 8), box('mdat', 100), Buffer.from([0, 0, 0])))
})

test('MP4: 64-bit lengths, and a length of 0 up to the end', async t => {
  const large = (length: bigint) => {
    const header = Buffer.alloc(16)
    header.writeUInt32BE(1)
    header.write('mdat', 4, 'latin1')
    header.writeBigUInt64BE(length, 8)
    return header
  }
  const open = Buffer.concat([Buffer.alloc(4), Buffer.from('mdat'), Buffer.alloc(9)])
  t.false(await truncated(box('moov', 20), large(26n), Buffer.alloc(10)))
  t.true(await truncated(box('moov', 20), large(1n << 40n), Buffer.alloc(10)))
  t.false(await truncated(box('moov', 20), open))
})

test('WebM: whole, and one byte missing', async t => {
  t.false(await truncated(EBML, segment('8a', 10)))
  t.true(await truncated(EBML, segment('8a', 9)))
  t.true(await truncated(EBML, segment('0100000000000100', 255)))
  t.false(await truncated(EBML, segment('0100000000000100', 256)))
})

test('WebM: a live recording does not say how long it is', async t => {
  t.false(await truncated(EBML, segment('ff', 10)))
  t.false(await truncated(EBML, segment('01ffffffffffffff', 10)))
})

test('WebM: cut before the segment', async t => {
  t.true(await truncated(EBML, Buffer.alloc(8)))
  t.true(await truncated(Buffer.concat([EBML.subarray(0, 4), Buffer.from('01000000000000ff', 'hex'), Buffer.alloc(9)])))
})

test('other files are none of its business', async t => {
  t.false(await truncated(Buffer.alloc(100)))
  t.false(await truncated(Buffer.alloc(3)))
})
