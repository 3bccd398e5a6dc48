/** How each build system is told to make a static, position-independent, optimized library. */
import { PREFIX, type Site, type Step } from './recipe.js'

const build = (site: Site, ...more: string[]): Step => ({ run: ['make', '-j', site.jobs, ...more] })
const install = (site: Site, ...targets: string[]): Step => ({
  run: ['make', ...(targets.length ? targets : ['install']), `DESTDIR=${site.system.scriptPath(site.destination)}`],
})

/** A configure script, made by autoconf or not, and make. */
export const configured = (site: Site, options: readonly string[], targets: readonly string[] = []): Step[] => [
  { run: [`${site.system.scriptPath(site.source)}/configure`, `--prefix=${PREFIX}`, ...options] },
  build(site),
  install(site, ...targets),
]

/** The option of a configure script that tells the machine, where it has to be told. */
export const machine = (option: string, { system, processor }: Site): string[] => {
  const known = system.machines[processor]
  return known ? [`${option}=${known}`] : []
}

/** Scripts made by autoconf and libtool. */
export const autotools = (site: Site, options: readonly string[]): Step[] =>
  configured(site, [
    ...['--disable-shared', '--enable-static', '--with-pic', '--disable-dependency-tracking'],
    ...machine('--build', site),
    ...options,
  ])

export const cmakeConfigured = (site: Site, source: string, options: readonly string[], folder?: string): Step => ({
  in: folder,
  run: [
    ...['cmake', '-S', source, '-B', '.', '-G', 'Ninja'],
    ...[`-DCMAKE_INSTALL_PREFIX=${site.system.prefix}`, '-DCMAKE_INSTALL_LIBDIR=lib', '-DCMAKE_BUILD_TYPE=Release'],
    '-DCMAKE_POSITION_INDEPENDENT_CODE=ON',
    ...options,
  ],
})

export const ninja = (site: Site, folder?: string): Step => ({ in: folder, run: ['ninja', '-j', site.jobs] })

export const cmake = (site: Site, options: readonly string[]): Step[] => [
  cmakeConfigured(site, site.source, ['-DBUILD_SHARED_LIBS=OFF', ...options]),
  ninja(site),
  { run: ['env', `DESTDIR=${site.destination}`, 'cmake', '--install', '.'] },
]

export const meson = (site: Site, options: readonly string[]): Step[] => [
  {
    run: [
      ...['meson', 'setup', '.', site.source, `--prefix=${site.system.prefix}`, '--libdir=lib', '--buildtype=release'],
      ...['--default-library=static', '-Db_staticpic=true', '--wrap-mode=nodownload'],
      ...options,
    ],
  },
  ninja(site),
  { run: ['env', `DESTDIR=${site.destination}`, 'meson', 'install', '--no-rebuild'] },
]
