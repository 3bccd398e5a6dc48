/**
 * Releases of the libraries' makers, by recipe, for `--provider upstream`. A hash is that of the archive behind the URL.
 * Where Debian packages the very archive, its list of checksums says the same; the others (x264, aom, opus, openh264,
 * which Debian repacks) are as several projects that build them have them.
 */
import type { Pin } from './recipe.js'

const X264 = '0480cb05fa188d37ae87e8f4fd8f1aea3711f7ee'

export const PINS: Readonly<Record<string, Pin>> = {
  ffmpeg: {
    version: '8.1.2',
    url: 'https://ffmpeg.org/releases/ffmpeg-8.1.2.tar.xz',
    sha256: '464beb5e7bf0c311e68b45ae2f04e9cc2af88851abb4082231742a74d97b524c',
  },
  ogg: {
    version: '1.3.6',
    url: 'https://downloads.xiph.org/releases/ogg/libogg-1.3.6.tar.xz',
    sha256: '5c8253428e181840cd20d41f3ca16557a9cc04bad4a3d04cce84808677fa1061',
  },
  vorbis: {
    version: '1.3.7',
    url: 'https://downloads.xiph.org/releases/vorbis/libvorbis-1.3.7.tar.gz',
    sha256: '0e982409a9c3fc82ee06e08205b1355e5c6aa4c36bca58146ef399621b0ce5ab',
  },
  opus: {
    version: '1.6.1',
    url: 'https://downloads.xiph.org/releases/opus/opus-1.6.1.tar.gz',
    sha256: '6ffcb593207be92584df15b32466ed64bbec99109f007c82205f0194572411a1',
  },
  lame: {
    version: '3.100',
    url: 'https://downloads.sourceforge.net/project/lame/lame/3.100/lame-3.100.tar.gz',
    sha256: 'ddfe36cab873794038ae2c1210557ad34857a4b6bdc515785d1da9e175b1da1e',
  },
  dav1d: {
    version: '1.5.4',
    url: 'https://downloads.videolan.org/pub/videolan/dav1d/1.5.4/dav1d-1.5.4.tar.xz',
    sha256: '686616b7c69eb88d44459391ab25cac13b6647a3b288835c5784e71c1514a5c5',
  },
  openh264: {
    version: '2.6.0',
    url: 'https://github.com/cisco/openh264/archive/refs/tags/v2.6.0.tar.gz',
    sha256: '558544ad358283a7ab2930d69a9ceddf913f4a51ee9bf1bfb9e377322af81a69',
  },
  libvpx: {
    version: '1.17.0',
    url: 'https://github.com/webmproject/libvpx/archive/refs/tags/v1.17.0.tar.gz',
    sha256: '1020f184046187baa2985dbde38e0691f49c44088bca7a1842b0236c6081dc0a',
  },
  aom: {
    version: '3.14.1',
    url: 'https://storage.googleapis.com/aom-releases/libaom-3.14.1.tar.gz',
    sha256: '44bf90dbd23e734d50e70a8c41c285193922938bd0d3bc2ee56764d181d55ef5',
  },
  x264: {
    version: '0.165.3223',
    url: `https://code.videolan.org/videolan/x264/-/archive/${X264}/x264-${X264}.tar.gz`,
    sha256: 'd0967a1348c85dfde363bb52610403be898171493100561efa0dd05d5fd1ae50',
  },
  x265: {
    version: '4.2',
    url: 'https://bitbucket.org/multicoreware/x265_git/downloads/x265_4.2.tar.gz',
    sha256: '40b1ea0453e0309f0eba934e0ddf533f8f6295966679e8894e8f1c1c8d5e1210',
  },
}
