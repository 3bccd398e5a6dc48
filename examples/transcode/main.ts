/**
 * Transcodes the pictures and the sound of a file. Everything here is written as for a browser: mediabunny finds WebCodecs on globalThis,
 * where the first import puts it.
 */
import 'webcodecs-native/polyfill'
import { mkdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Logging, LogLevel } from 'mediabunny'
import { renderClip } from './clip.js'
import { contactSheet } from './contact-sheet.js'
import { containerFor } from './containers.js'
import { defaultOutput, OUTPUT_DIRECTORY, parseOptions, USAGE } from './options.js'
import { encodePng } from './png.js'
import { type Result, transcode } from './transcode.js'
import { UserError } from './user-error.js'

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) return console.log(USAGE)
  const input = options.input ?? join(OUTPUT_DIRECTORY, 'clip.mp4')
  const output = options.output ?? defaultOutput(input, options)
  const target = containerFor(extname(output), options)
  await mkdir(OUTPUT_DIRECTORY, { recursive: true })
  if (options.input === undefined) {
    console.log(`Rendering ${input}`)
    await renderClip(input)
  }
  console.log(`Transcoding ${input} to ${output}`)
  const result = await transcode({ input, output, ...target })
  const sheet = `${output.slice(0, -extname(output).length)}.png`
  await writeFile(sheet, encodePng(await contactSheet(output)))
  report(result, sheet)
}

function report({ video, audio, seconds, inputBytes, outputBytes }: Result, sheet: string): void {
  console.log(`Codec   ${video.from} to ${video.to}`)
  console.log(`Frames  ${video.framesIn} in, ${video.framesOut} out`)
  if (audio)
    console.log(
      `Sound   ${audio.from} to ${audio.to}, ${audio.endIn.toFixed(2)} s in, ${audio.endOut.toFixed(2)} s out`,
    )
  console.log(`Speed   ${(video.framesOut / seconds).toFixed(1)} frames per second (${seconds.toFixed(1)} s)`)
  console.log(`Size    ${kilobytes(inputBytes)} to ${kilobytes(outputBytes)}`)
  console.log(`Look    ${sheet}`)
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`

function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  console.error(error instanceof UserError ? message : `The transcode failed: ${message}`)
  process.exitCode = 1
}

Logging.level = LogLevel.Silent
// mediabunny ends a track in the background; what fails there comes up again when the file is finished.
process.on('unhandledRejection', complain)
await main().catch(complain)
