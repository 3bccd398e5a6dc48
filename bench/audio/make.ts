/** Makes the sound: chords, sweeps, beats of noise and a noisy ground. Runs in no measured process. */
import { existsSync, mkdirSync } from 'node:fs'
import { make } from '../ffmpeg.js'
import { clips } from '../paths.js'
import { demux } from './containers.js'
import { writePackets } from './packets.js'
import { type CodedName, codedFile, DECODED_SECONDS, packetsOf, RATE, RAW, reading } from './sounds.js'

const tone = (hertz: number, slow: string) => `0.07*sin(2*PI*${hertz}*t)*(1+0.6*${slow})`
const chord = (hertz: number[], slow: string) => hertz.map(pitch => tone(pitch, slow)).join('+')
const sweep = (start: number) => `0.1*sin(2*PI*(100*mod(t+${start},8)+900*pow(mod(t+${start},8),2)))`
const noise = (color: string, seed: number, level: number) =>
  `anoisesrc=color=${color}:seed=${seed}:r=${RATE}:d=${DECODED_SECONDS}:a=${level}`
const expressions = (left: string, right: string) => `aevalsrc='${left}|${right}':s=${RATE}:d=${DECODED_SECONDS}`

const SCENE = [
  `${expressions(chord([220, 277, 330, 1760], 'sin(3*t)'), chord([220, 440, 554, 2640], 'cos(3*t)'))}[chords]`,
  `${expressions(sweep(0), sweep(4))}[sweeps]`,
  `${noise('white', 7, 0.5)},volume='exp(-30*mod(t,0.5))':eval=frame,aformat=channel_layouts=stereo[beats]`,
  `${noise('pink', 3, 0.08)}[left];${noise('pink', 4, 0.08)}[right];[left][right]join=inputs=2[ground]`,
  '[chords][sweeps][beats][ground]amix=inputs=4:normalize=0',
].join(';')

/** The ffmpeg program's options. */
const CODED: Record<CodedName, string[]> = {
  'opus.ogg': ['-c:a', 'libopus', '-b:a', '128k', '-f', 'ogg'],
  'aac.m4a': ['-c:a', 'aac', '-b:a', '128k', '-f', 'ipod'],
  'mp3.mp3': ['-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3'],
}

/** Makes what is not there yet. */
export async function makeSounds(): Promise<void> {
  mkdirSync(clips, { recursive: true })
  make(RAW.f32.file, ['-filter_complex', SCENE, '-f', 'f32le'])
  make(RAW.s16.file, [...reading(RAW.f32), '-f', 's16le'])
  for (const [name, options] of Object.entries(CODED) as [CodedName, string[]][]) {
    make(codedFile(name), [...reading(RAW.f32), ...options])
    if (!existsSync(packetsOf(name))) writePackets(packetsOf(name), await demux(codedFile(name)))
  }
}
