// @ts-check
/**
 * Makes a checkout ready to run: system packages, npm packages, native addon, TypeScript. Does only what is not done yet.
 * Plain JavaScript on Node alone, because it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInstalled } from './setup/modules.mjs'
import { digest, readStamp, writeStamp } from './setup/stamp.mjs'
import {
  aptCommands,
  debianPackages,
  explainMissing,
  isProgram,
  missing,
  permissions,
  systemProbe,
} from './setup/system.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** @param {string} message */
function fail(message) {
  console.error(message)
  process.exit(1)
}

/**
 * Runs a command in the checkout with its output shown; says whether it succeeded.
 *
 * @param {string[]} command
 */
function run([program = '', ...args]) {
  // On Windows npm is a batch file, which Node starts by a shell alone.
  const shell = process.platform === 'win32'
  return spawnSync(program, args, { cwd: root, shell, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

function checkTools() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) fail(`Node 20.19 or newer is needed; this is ${process.version}.`)
  if (!isProgram('cargo')) fail('Rust is needed and cargo is not on the PATH: install it as https://rustup.rs says.')
}

function installSystemPackages() {
  const lacking = missing(systemProbe)
  if (lacking.length === 0) return
  const packages = debianPackages(lacking)
  const commands = aptCommands(packages, permissions()) ?? []
  if (commands.length > 0) console.error(`Installing Debian packages: ${packages.join(' ')}`)
  // A failed `update` is not the end: the lists that are there may do. What counts is what is found afterwards.
  for (const command of commands) run(command)
  const left = missing(systemProbe).filter(({ optional }) => !optional)
  if (left.length > 0) fail(explainMissing(left))
}

/** @param {string} file */
const json = file => JSON.parse(readFileSync(join(root, file), 'utf8'))

function installModules() {
  const written = 'node_modules/.package-lock.json'
  if (existsSync(join(root, written)) && isInstalled(json('package-lock.json'), json(written))) return
  console.error('Installing npm packages')
  if (!run(['npm', 'ci', '--include=dev', '--no-audit', '--no-fund'])) fail('npm ci failed.')
}

/** @param {string} library */
function versionOf(library) {
  return spawnSync('pkg-config', ['--modversion', library], { encoding: 'utf8' }).stdout ?? ''
}

/** @param {string[]} files */
const exist = files => files.every(file => existsSync(join(root, file)))

/** The builds, in order; `inputs` are all that their results depend on. */
const BUILDS = [
  {
    name: 'native addon',
    script: 'build:native',
    inputs: ['Cargo.toml', 'Cargo.lock', 'build.rs', 'crates', 'package.json'],
    facts: () => {
      const versions = ['libavcodec', 'libavutil', 'x265'].map(versionOf)
      return [process.platform, process.arch, ...versions, process.env.FFMPEG_DIR ?? '']
    },
    isThere: () => exist(['native/index.d.ts']) && readdirSync(join(root, 'native')).some(isAddon),
  },
  {
    name: 'TypeScript',
    script: 'build:ts',
    inputs: ['src', 'tsconfig.json', 'native/index.d.ts', 'package-lock.json'],
    facts: () => [],
    isThere: () => exist(['dist/index.js', 'dist/polyfill.js']),
  },
]

/** @param {string} file */
const isAddon = file => file.endsWith('.node')

function build() {
  for (const { name, script, inputs, facts, isThere } of BUILDS) {
    const stampFile = join(root, '.cache', `${script.replace(':', '-')}.stamp`)
    const stamp = digest(root, inputs, facts())
    if (isThere() && readStamp(stampFile) === stamp) continue
    console.error(`Building: ${name}`)
    if (!run(['npm', 'run', '--silent', script])) fail(`Building failed: ${name}.`)
    writeStamp(stampFile, stamp)
  }
}

checkTools()
installSystemPackages()
installModules()
build()
