/** The package as an ECMAScript module: flavour and folder for results are the arguments. */
import * as webcodecs from 'webcodecs-native'
import 'webcodecs-native/polyfill'
import { roundTrip } from './round-trip.mjs'

const [flavour, folder] = process.argv.slice(2)
await roundTrip(webcodecs, flavour, folder)
