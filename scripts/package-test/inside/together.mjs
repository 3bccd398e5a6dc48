/**
 * The addons of several flavours in one process, all coding at once, each by an FFmpeg of its own. The folder for results is
 * the first argument; the others are the flavours, which are also the names of their projects.
 */
import { roundTrip } from './round-trip.mjs'

const [folder, ...flavours] = process.argv.slice(2)
await Promise.all(
  flavours.map(async flavour => {
    const webcodecs = await import(`/${flavour}/node_modules/webcodecs-native/index.js`)
    const { flavour: loaded } = webcodecs.getBuildInfo().ffmpeg
    if (loaded !== flavour) throw new Error(`the addon of ${flavour} is of ${loaded}`)
    await roundTrip(webcodecs, flavour, `${folder}/${flavour}`, `${flavour}-`)
  }),
)
