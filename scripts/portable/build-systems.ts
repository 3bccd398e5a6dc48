/** How each build system is told to make a static, position-independent, optimized library. */
import { PREFIX, type Site, type Step } from './recipe.js'

const build = (site: Site, ...more: string[]): Step => ({ run: ['make', '-j', site.jobs, ...more] })
const install = (site: Site, ...targets: string[]): Step => ({
  run: ['make', ...(targets.length ? targets : ['install']), `DESTDIR=${site.destination}`],
})

/** A configure script, made by autoconf or not, and make. */
export const configured = (site: Site, options: readonly string[], targets: readonly string[] = []): Step[] => [
  { run: [`${site.source}/configure`, `--prefix=${PREFIX}`, ...options] },
  build(site),
  install(site, ...targets),
]

/** Scripts made by autoconf and libtool. */
export const autotools = (site: Site, options: readonly string[]): Step[] =>
  configured(site, ['--disable-shared', '--enable-static', '--with-pic', '--disable-dependency-tracking', ...options])

export const cmakeConfigured = (source: string, options: readonly string[], folder?: string): Step => ({
  in: folder,
  run: [
    ...['cmake', '-S', source, '-B', '.', '-G', 'Ninja'],
    ...[`-DCMAKE_INSTALL_PREFIX=${PREFIX}`, '-DCMAKE_INSTALL_LIBDIR=lib', '-DCMAKE_BUILD_TYPE=Release'],
    '-DCMAKE_POSITION_INDEPENDENT_CODE=ON',
    ...options,
  ],
})

export const ninja = (site: Site, folder?: string): Step => ({ in: folder, run: ['ninja', '-j', site.jobs] })

export const cmake = (site: Site, options: readonly string[]): Step[] => [
  cmakeConfigured(site.source, ['-DBUILD_SHARED_LIBS=OFF', ...options]),
  ninja(site),
  { run: ['env', `DESTDIR=${site.destination}`, 'cmake', '--install', '.'] },
]

export const meson = (site: Site, options: readonly string[]): Step[] => [
  {
    run: [
      ...['meson', 'setup', '.', site.source, `--prefix=${PREFIX}`, '--libdir=lib', '--buildtype=release'],
      ...['--default-library=static', '-Db_staticpic=true', '--wrap-mode=nodownload'],
      ...options,
    ],
  },
  ninja(site),
  { run: ['env', `DESTDIR=${site.destination}`, 'meson', 'install', '--no-rebuild'] },
]
