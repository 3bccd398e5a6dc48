import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import test from 'ava'
import { type BuildInfo, getBuildInfo, VideoDecoder, VideoEncoder, type VideoEncoderConfig } from '../../index.js'
import { CODEC_NAMES, CODECS } from '../support/codecs.js'
import { encoderConfig } from '../support/recording.js'

const { bin, version } = JSON.parse(await readFile('package.json', 'utf8'))

interface Ended {
  code: string | number | null | undefined
  stdout: string
  stderr: string
}

function run(program: string, ...args: string[]): Promise<Ended> {
  return new Promise(resolve => {
    const env = { ...process.env, NODE_OPTIONS: '' }
    execFile(program, args, { env }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }))
  })
}

const webcodecs = (...args: string[]) => run(process.execPath, bin['webcodecs-native'], ...args)

test('webcodecs-native info: tells the version, the runtime and the linked FFmpeg', async t => {
  const { code, stdout, stderr } = await webcodecs('info')
  t.is(code, 0)
  t.is(stderr, '')
  const [first, runtime, ffmpeg, configuration] = stdout.split('\n')
  t.is(first, `webcodecs-native ${version}`)
  t.true(runtime?.startsWith(`node ${process.versions.node}, Node-API ${process.versions.napi}, `))
  const judge = (await run('ffmpeg', '-version')).stdout
  t.true(judge.includes(` ${/^FFmpeg (\S+), L?GPL version [23]/.exec(ffmpeg ?? '')?.[1]} `), ffmpeg)
  t.true(judge.includes(`configuration: ${configuration?.trim()}\n`))
  const flavour = judge.includes(' --enable-gpl ') ? 'gpl' : 'lgpl'
  t.true(ffmpeg?.endsWith(` (flavour ${flavour}, the system's)`), ffmpeg)
})

test('webcodecs-native info: lists the coders that the linked FFmpeg has, and no others', async t => {
  const { stdout } = await webcodecs('info')
  const listed = new Set(stdout.split(/\s+|,\s*/))
  const judge = (await Promise.all(['-encoders', '-decoders'].map(list => run('ffmpeg', '-v', 'error', list))))
    .flatMap(list => list.stdout.split('\n'))
    .map(line => line.trim().split(/\s+/)[1])
  const { videoEncoders, videoDecoders } = getBuildInfo()
  t.true(videoEncoders.length > 0 && videoDecoders.length > 0)
  for (const { name, available } of [...videoEncoders, ...videoDecoders]) {
    const [library = ''] = name.split(' ') // some are called "(directly)"
    t.is(available, judge.includes(library), name)
    t.is(listed.has(library), available, name)
  }
})

test('webcodecs-native info --json: what getBuildInfo() tells, and the runtime', async t => {
  const { code, stdout } = await webcodecs('info', '--json')
  t.is(code, 0)
  const { runtime, ...info } = JSON.parse(stdout)
  t.deepEqual(info, getBuildInfo() as BuildInfo)
  t.is(runtime.name, 'node')
  t.is(runtime.version, process.versions.node)
})

test('webcodecs-native --help: tells how it is used', async t => {
  const { code, stdout } = await webcodecs('--help')
  t.is(code, 0)
  t.true(stdout.startsWith('Usage: webcodecs-native info'))
})

for (const [args, message] of [
  [[], 'a command is missing'],
  [['inform'], "unknown command 'inform'"],
  [['toString'], "unknown command 'toString'"],
  [['info', 'all'], "info takes no argument, got 'all'"],
  [['info', '--yaml'], "Unknown option '--yaml'"],
] as const) {
  test(`webcodecs-native ${args.join(' ')}: is refused with exit code 2, and why`, async t => {
    const { code, stdout, stderr } = await webcodecs(...args)
    t.is(code, 2)
    t.is(stdout, '')
    t.is(stderr.split('\n')[0], `webcodecs-native: ${message}`)
    t.true(stderr.includes('Usage: '))
  })
}

for (const name of CODEC_NAMES) {
  test(`getBuildInfo: ${name}: says of its preferred coders what isConfigSupported() says`, async t => {
    const { videoEncoders, videoDecoders } = getBuildInfo()
    const codec = { avc: 'H.264', hevc: 'HEVC', vp8: 'VP8', vp9: 'VP9', av1: 'AV1' }[name]
    const usable = (coder: { codec: string; available: boolean; hardware: boolean }) =>
      coder.codec === codec && coder.available && !coder.hardware
    const encodes = (await VideoEncoder.isConfigSupported(encoderConfig(name))).supported
    const decodes = (await VideoDecoder.isConfigSupported({ codec: CODECS[name].codec })).supported
    t.is(videoEncoders.some(usable), encodes === true)
    t.is(videoDecoders.some(usable), decodes === true)
    const formats = videoEncoders.filter(usable).flatMap(({ profiles }) => profiles.flatMap(profile => profile.formats))
    t.true(formats.some(({ bitDepth, chroma, available }) => bitDepth === 8 && chroma === '4:2:0' && available))

    const supports = async (option: Partial<VideoEncoderConfig>) =>
      (await VideoEncoder.isConfigSupported(encoderConfig(name, option))).supported
    const own = videoEncoders.filter(usable)
    t.is(
      await supports({ bitrateMode: 'quantizer' }),
      own.some(({ quantizer }) => quantizer),
    )
    for (const scalabilityMode of ['L1T2', 'L1T3']) {
      t.is(
        await supports({ scalabilityMode }),
        own.some(({ scalabilityModes }) => scalabilityModes.includes(scalabilityMode)),
      )
    }
  })
}
