/** What a row of the table is. */
import type { Api } from './contenders.js'

/** What one run of a row gives. */
export interface Measurement {
  /** The figure that is compared, in the row's unit. */
  value: number
  /** Further figures, by name with the unit in it. */
  details?: Record<string, number>
  /** Where the encoded stream was written, for rows that encode. */
  encoded?: string
}

/** How good an encoded result is. */
export interface Quality {
  bytes: number
  /** Of the stream's bytes without the container. */
  digest: string
  /** By name with the unit in it; higher is better. */
  figures: Record<string, number>
}

/** How encoded results are compared. */
export interface Judging {
  judge(file: string): Quality | Promise<Quality>
  /** Differences that no user perceives and no encoder avoids, by figure. */
  unnoticed: Record<string, number>
}

/** What a run is told. */
export interface Job {
  /** A name that no other contender of the run has, fit for a file. */
  contender: string
  /** The row's bitrate is multiplied by it: 1 in timed runs. */
  bitrateFactor: number
}

/** What the issue asks of a figure of ours. A ratio of 1 is met from 0.95 on, as these machines are noisy. */
export type Target =
  | { than: string; times: number }
  | { atMost: number; detail?: string }
  | { atLeast: number; detail?: string }

export interface Row {
  /** For `--only`. */
  name: string
  /** Heading in the table. */
  work: string
  unit: string
  better: 'higher' | 'lower'
  targets: Target[]
  /** For rows that encode. */
  judging?: Judging
  /** Whether the ffmpeg program has settings of its own here, and so writes other bytes than we do. */
  otherSettings?: boolean
  /** Runs in a process of its own, which imported `api` from the file `entry`. */
  measure(api: Api, job: Job, entry: string): Promise<Measurement>
  /** The same work by the ffmpeg program, where it can do it. */
  program?(job: Job): Measurement | Promise<Measurement>
}

/** Stands in `Target.than` for the fastest of the other packages. */
export const BEST_PEER = 'best peer'
export const FFMPEG = 'ffmpeg'
export const OURS = 'webcodecs-native'
