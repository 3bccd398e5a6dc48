import test from 'ava'
import { containerFor } from '../../examples/transcode/containers.js'
import { defaultOutput, parseOptions } from '../../examples/transcode/options.js'
import { UserError } from '../../examples/transcode/user-error.js'

test('parseOptions: files and codec', t => {
  const expected = { input: 'a.mp4', output: 'b.mkv', codec: 'av1', help: false } as const
  t.deepEqual(parseOptions(['--codec', 'av1', 'a.mp4', 'b.mkv']), expected)
})

test('parseOptions: nothing asks for our own clip', t => {
  t.deepEqual(parseOptions([]), { input: undefined, output: undefined, codec: undefined, help: false })
})

for (const args of [['--fast'], ['--codec'], ['--codec', 'theora'], ['a', 'b', 'c']]) {
  test(`parseOptions: ${args.join(' ')} is refused in one line`, t => {
    const error = t.throws(() => parseOptions(args), { instanceOf: UserError })
    t.false(error.message.includes('\n'))
  })
}

test('defaultOutput: named after the input and the codec, in the container that suits it', t => {
  t.is(defaultOutput('/films/a.mov'), 'demo-output/a-vp9.webm')
  t.is(defaultOutput('a.webm', 'hevc'), 'demo-output/a-hevc.mp4')
})

test('containerFor: the extension picks container and codec', t => {
  t.is(containerFor('.MP4', undefined).codec, 'avc')
  t.is(containerFor('.webm', undefined).codec, 'vp9')
  t.is(containerFor('.mkv', 'avc').codec, 'avc')
})

test('containerFor: WebM holds no H.264, and other extensions are not written', t => {
  t.throws(() => containerFor('.webm', 'avc'), { instanceOf: UserError, message: /webm file cannot hold avc/ })
  t.throws(() => containerFor('.avi', undefined), { instanceOf: UserError, message: /must end in \.webm/ })
})
