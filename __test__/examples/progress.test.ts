import test from 'ava'
import { formatProgress, formatTime, Progress } from '../../examples/transcode/progress.js'

test('formatTime: minutes and seconds, hours only where there are any', t => {
  t.deepEqual([0, 7.4, 59.6, 750, 3723].map(formatTime), ['0:00', '0:07', '1:00', '12:30', '1:02:03'])
})

test('formatTime: a total that was too low gives no negative time', t => {
  t.is(formatTime(-3), '0:00')
})

test('formatProgress: share, frames, frames per second and time left', t => {
  t.is(formatProgress(150, 300, 5), '[###############---------------]  50%  150/300 frames  30.0 fps  0:05 left')
})

test('formatProgress: before the first frame there is no rate to reckon with', t => {
  t.regex(formatProgress(0, 300, 0), /^\[-{30}\] {3}0% {2}0\/300 frames {2}0\.0 fps {2}starting$/)
})

test('formatProgress: more frames than were counted fill the bar and no more', t => {
  t.regex(formatProgress(310, 300, 10), /^\[#{30}\] 100% .* 0:00 left$/)
})

function recorded(isTTY: boolean) {
  const written: string[] = []
  const write = (text: string) => written.push(text) > 0
  return { stream: { isTTY, write } as unknown as NodeJS.WriteStream, written }
}

test('Progress: a log file gets whole lines without control characters', t => {
  const { stream, written } = recorded(false)
  const progress = new Progress(2, stream)
  progress.update(1)
  progress.end(2)
  t.is(written.length, 1)
  t.regex(written.join(''), /^[ -~]+\n$/)
})

test('Progress: a terminal line is written over and left at the end', t => {
  const { stream, written } = recorded(true)
  new Progress(2, stream).end(2)
  t.true(written[0]?.startsWith('\r'))
  t.is(written.at(-1), '\n')
})
