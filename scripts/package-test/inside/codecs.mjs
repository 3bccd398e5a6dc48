// @ts-check
/** Every codec that is encoded and decoded, as mediabunny names it. HEVC has no encoder but that of the GPL flavour. */

/** @typedef {{ name: string, codec: string, flavour?: string, container: 'mkv' | 'wav' }} Row */

/** @type {Row[]} */
export const VIDEO = [
  { name: 'avc', codec: 'avc1.64000b', container: 'mkv' },
  { name: 'hevc', codec: 'hvc1.1.6.L60.B0', flavour: 'gpl', container: 'mkv' },
  { name: 'vp8', codec: 'vp8', container: 'mkv' },
  { name: 'vp9', codec: 'vp09.00.10.08', container: 'mkv' },
  { name: 'av1', codec: 'av01.0.00M.08', container: 'mkv' },
]

/** @type {Row[]} */
export const AUDIO = [
  { name: 'opus', codec: 'opus', container: 'mkv' },
  { name: 'aac', codec: 'mp4a.40.2', container: 'mkv' },
  { name: 'mp3', codec: 'mp3', container: 'mkv' },
  { name: 'vorbis', codec: 'vorbis', container: 'mkv' },
  { name: 'flac', codec: 'flac', container: 'mkv' },
  { name: 'pcm-s16', codec: 'pcm-s16', container: 'wav' },
  { name: 'alaw', codec: 'alaw', container: 'wav' },
  { name: 'ulaw', codec: 'ulaw', container: 'wav' },
]

/**
 * Those of `rows` that a flavour can encode.
 *
 * @param {string} flavour
 * @param {readonly Row[]} rows
 */
export const codecsOf = (flavour, rows) => rows.filter(row => row.flavour === undefined || row.flavour === flavour)
