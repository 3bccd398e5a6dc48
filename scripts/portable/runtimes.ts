/** What compilers put into an addon of their own, by the linker. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Component } from './component.js'
import type { Linker } from './linkers.js'
import { BuildError, output } from './run.js'
import { zigFolder } from './zig.js'

function gcc(): Component {
  const version = output(['cc', '-dumpfullversion']).trim()
  return {
    name: 'gcc-runtime',
    version,
    licence: 'GPL-3.0-or-later WITH GCC-exception-3.1',
    purl: `pkg:generic/gcc@${version}`,
    origin: `GCC ${version} (https://gcc.gnu.org)`,
    sources: [],
    texts: [],
    note: "libstdc++ and libgcc, as the compiler puts them in. GCC's Runtime Library Exception lets what it compiles be passed on under terms of one's choice.",
  }
}

function llvm(libraries: string): Component {
  const version = /\bversion (\S+)/.exec(output(['cc', '--version']))?.[1] ?? 'unknown'
  return {
    name: 'llvm-runtime',
    version,
    licence: 'Apache-2.0 WITH LLVM-exception',
    purl: `pkg:generic/llvm@${version}`,
    origin: `Clang ${version} (https://llvm.org)`,
    sources: [],
    texts: [],
    note: `${libraries}, as the compiler puts them in. LLVM's exception lets what it compiles be passed on without conditions.`,
  }
}

/** LLVM's libraries for C++ and unwinding, which Zig compiles, and its own in the place of compiler-rt. */
function zig(folder: string): Component[] {
  const home = join(zigFolder(folder), 'ziglang')
  const version = output([join(home, 'zig'), 'version']).trim()
  const part = (name: string, licence: string, place: string, text: string): Component => ({
    name,
    version,
    licence,
    purl: `pkg:pypi/ziglang@${version}#ziglang/lib/${place}`,
    origin: `Zig ${version} (https://ziglang.org)`,
    sources: [],
    texts: [textIn(join(home, text))],
  })
  return [
    part('libc++ and libc++abi', 'Apache-2.0 WITH LLVM-exception', 'libcxx', 'lib/libcxx/LICENSE.TXT'),
    part('libunwind', 'Apache-2.0 WITH LLVM-exception', 'libunwind', 'lib/libunwind/LICENSE.TXT'),
    part('zig-compiler-rt', 'MIT', 'compiler_rt', 'LICENSE'),
  ]
}

/** A part of MinGW-w64: the package of MSYS2 that a library belongs to, and the texts that come with it. */
function mingw(name: string, licence: string, library: string, texts: readonly string[]): Component {
  const prefix = process.env.MINGW_PREFIX ?? ''
  const owner = output(['pacman', '--query', '--owns', `${prefix}/lib/${library}`])
  const [, packageName = '', version = ''] = / is owned by (\S+) (\S+)\s*$/.exec(owner) ?? []
  const folder = output(['cygpath', '--mixed', `${prefix}/share/licenses`]).trim()
  return {
    ...{ name, version, licence },
    purl: `pkg:alpm/msys2/${packageName}@${version}`,
    origin: `MSYS2's package ${packageName} ${version} (https://www.mingw-w64.org)`,
    sources: [],
    texts: texts.map(text => textIn(join(folder, text))),
  }
}

function textIn(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  throw new BuildError(`${file} is not there, which has the terms of what the compiler puts in.`)
}

/** `folder` is the workshop's. */
export const RUNTIMES: Readonly<Record<Linker['name'], (folder: string) => Component[]>> = {
  gnu: () => [gcc()],
  zig: folder => zig(folder),
  // libc++ is the system's.
  apple: () => [llvm("compiler-rt's functions")],
  msys2: () => [
    llvm('libc++, libunwind and compiler-rt'),
    mingw('mingw-w64-crt', 'ZPL-2.1', 'libmingwex.a', ['crt/COPYING.MinGW-w64-runtime.txt']),
    mingw('winpthreads', 'MIT AND BSD-3-Clause-Clear', 'libwinpthread.a', ['winpthreads/COPYING']),
  ],
}
