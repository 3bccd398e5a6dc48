import test from 'ava'
import { type Choice, containerFor } from '../../examples/transcode/containers.js'
import { defaultOutput, parseOptions } from '../../examples/transcode/options.js'
import { UserError } from '../../examples/transcode/user-error.js'

test('parseOptions: files and codecs', t => {
  const expected = { input: 'a.mp4', output: 'b.mkv', video: 'av1', audio: 'flac', help: false } as const
  t.deepEqual(parseOptions(['--codec', 'av1', '--audio', 'flac', 'a.mp4', 'b.mkv']), expected)
})

test('parseOptions: nothing asks for our own clip', t => {
  const expected = { input: undefined, output: undefined, video: undefined, audio: undefined, help: false }
  t.deepEqual(parseOptions([]), expected)
})

for (const args of [['--fast'], ['--codec'], ['--codec', 'theora'], ['--audio', 'ac3'], ['a', 'b', 'c']]) {
  test(`parseOptions: ${args.join(' ')} is refused in one line`, t => {
    const error = t.throws(() => parseOptions(args), { instanceOf: UserError })
    t.false(error.message.includes('\n'))
  })
}

const choice = (video?: Choice['video'], audio?: Choice['audio']): Choice => ({ video, audio })

test('defaultOutput: named after the input and the codec, in the container that suits it', t => {
  t.is(defaultOutput('/films/a.mov', choice()), 'demo-output/a-vp9.webm')
  t.is(defaultOutput('a.webm', choice('hevc')), 'demo-output/a-hevc.mp4')
})

test('defaultOutput: the container can hold the sound too', t => {
  t.is(defaultOutput('a.mov', choice('vp9', 'vorbis')), 'demo-output/a-vp9.webm')
  t.is(defaultOutput('a.mov', choice('vp9', 'aac')), 'demo-output/a-vp9.mkv')
  t.is(defaultOutput('a.mov', choice('avc', 'opus')), 'demo-output/a-avc.mp4')
  t.is(defaultOutput('a.mov', choice('av1', 'none')), 'demo-output/a-av1.webm')
})

test('containerFor: the extension picks container and codecs', t => {
  t.like(containerFor('.MP4', choice()), { video: 'avc', audio: 'aac' })
  t.like(containerFor('.webm', choice()), { video: 'vp9', audio: 'opus' })
  t.like(containerFor('.mkv', choice('avc', 'pcm-s16')), { video: 'avc', audio: 'pcm-s16' })
  t.like(containerFor('.webm', choice(undefined, 'none')), { audio: 'none' })
})

test('containerFor: WebM holds no H.264 and no AAC, and other extensions are not written', t => {
  t.throws(() => containerFor('.webm', choice('avc')), { instanceOf: UserError, message: /webm file cannot hold avc/ })
  t.throws(() => containerFor('.webm', choice('vp8', 'aac')), { instanceOf: UserError, message: /cannot hold aac/ })
  t.throws(() => containerFor('.avi', choice()), { instanceOf: UserError, message: /must end in \.webm/ })
})
