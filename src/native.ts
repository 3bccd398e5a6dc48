/** The native addon. Nothing else imports it. */
export * from '../native/index.js'
