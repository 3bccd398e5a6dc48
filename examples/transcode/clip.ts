/** Renders our own clip: RGBA pixels from memory through our VideoFrame and VideoEncoder into an MP4 file. */
import { Mp4OutputFormat, VideoSample } from 'mediabunny'
import { picture } from './picture.js'
import { Progress } from './progress.js'
import { drawScene } from './scene.js'
import { writeVideo } from './sink.js'

const WIDTH = 640
const HEIGHT = 360
const FRAME_RATE = 30
const FRAMES = 120

export async function renderClip(path: string): Promise<void> {
  let encoded = 0
  const progress = new Progress(FRAMES)
  const options = {
    path,
    codec: 'avc',
    format: new Mp4OutputFormat(),
    metadata: {},
    onEncoded: () => progress.update(++encoded),
  } as const
  await writeVideo(options, async source => {
    const canvas = picture(WIDTH, HEIGHT)
    for (let index = 0; index < FRAMES; index++) {
      drawScene(canvas, index / FRAMES, index)
      const frame = new VideoFrame(canvas.data, {
        format: 'RGBA',
        codedWidth: WIDTH,
        codedHeight: HEIGHT,
        timestamp: Math.round((index * 1e6) / FRAME_RATE),
        duration: Math.round(1e6 / FRAME_RATE),
      })
      const sample = new VideoSample(frame)
      await source.add(sample)
      sample.close()
    }
  })
  progress.end(encoded)
}
