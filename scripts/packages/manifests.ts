/** The package.json and README.md of each package. */
import { GPL_PACKAGE, type MainManifest, type PlatformPackage, platformPackages } from './table.js'

/** What a platform's package holds besides. */
export const ENCLOSED = ['THIRD_PARTY_NOTICES', 'sbom.cdx.json']

export function platformManifest(main: MainManifest, own: PlatformPackage): object {
  const { version, keywords, engines } = main
  return {
    name: own.name,
    version,
    description: `The native addon of ${main.name} for ${own.platform}`,
    keywords,
    license: own.licence,
    os: [own.os],
    cpu: [own.cpu],
    ...(own.libc ? { libc: [own.libc] } : {}),
    main: own.addon,
    files: [own.addon, ...ENCLOSED],
    engines,
    preferUnplugged: true, // Yarn keeps packages in archives, which no system loads libraries from
  }
}

/** The one package that a user installs to get the coders under the GPL. It holds nothing itself. */
export function gplManifest(main: MainManifest): object {
  const { name, version, keywords, license, engines } = main
  return {
    name: GPL_PACKAGE,
    version,
    description: `Has ${name} use x264 and x265, under the terms of the GPL`,
    keywords,
    license,
    files: [],
    engines,
    peerDependencies: { [name]: version },
    optionalDependencies: versions(main, 'gpl'),
  }
}

/** Of the checkout's package.json what concerns its users, with the packages that are nowhere before a release. */
export function mainManifest(main: MainManifest): object {
  const { scripts, devDependencies, overrides, ava, napi, ...published } = main as MainManifest &
    Record<string, unknown>
  return {
    ...published,
    optionalDependencies: versions(main, 'lgpl'),
    peerDependencies: { [GPL_PACKAGE]: main.version },
    peerDependenciesMeta: { [GPL_PACKAGE]: { optional: true } },
  }
}

function versions(main: MainManifest, wanted: PlatformPackage['flavour']): Record<string, string> {
  const packages = platformPackages(main).filter(({ flavour }) => flavour === wanted)
  return Object.fromEntries(packages.map(({ name }) => [name, main.version]))
}

const DEPEND = (name: string) => `Do not depend on it directly: installing \`${name}\` brings what suits the machine.`

const FLAVOUR_TEXTS = {
  lgpl: 'It has FFmpeg and coders under the LGPL and freer terms linked in.',
  gpl: 'It has FFmpeg, x264 and x265 linked in, and is under the GPL as a whole.',
}

export const platformReadme = (main: MainManifest, { name, platform, flavour }: PlatformPackage): string => `# ${name}

The native addon of \`${main.name}\` for ${platform}. ${FLAVOUR_TEXTS[flavour]}
${DEPEND(flavour === 'gpl' ? GPL_PACKAGE : main.name)}

THIRD_PARTY_NOTICES has the licences of all that it contains, sbom.cdx.json where it comes from.
`

export const gplReadme = ({ name }: MainManifest): string => `# ${GPL_PACKAGE}

Installed beside \`${name}\`, this package has it use x264 for H.264 and x265 for HEVC:

    npm install ${name} ${GPL_PACKAGE}

Both have to be of the same version. The addon that it brings is under the GNU General Public License, version 2 or later,
and so is what you pass on that contains it.
`
