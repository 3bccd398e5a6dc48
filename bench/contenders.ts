/** The packages that are compared. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './paths.js'
import { OURS } from './row.js'

/** What a package must export: the part of WebCodecs that the rows use. */
export type Api = Pick<
  typeof import('../index.js'),
  | 'VideoEncoder'
  | 'VideoDecoder'
  | 'VideoFrame'
  | 'EncodedVideoChunk'
  | 'AudioEncoder'
  | 'AudioDecoder'
  | 'AudioData'
  | 'EncodedAudioChunk'
>

/** The file to import for a package: ours from this checkout, others from the node_modules of `folder`. */
export function entryOf(name: string, folder: string): string {
  return name === OURS ? join(root, 'index.js') : createRequire(join(folder, 'package.json')).resolve(name)
}

/** Loads a package by its file. CommonJS packages are seen through their default export. */
export async function load(entry: string): Promise<Api> {
  const loaded = await import(pathToFileURL(entry).href)
  return 'VideoEncoder' in loaded ? loaded : loaded.default
}
