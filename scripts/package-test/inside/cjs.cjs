/** The package by require(): flavour and folder for results are the arguments. */
const webcodecs = require('webcodecs-native')
require('webcodecs-native/polyfill')

const [flavour, folder] = process.argv.slice(2)
import('./round-trip.mjs').then(({ roundTrip }) => roundTrip(webcodecs, flavour, folder))
