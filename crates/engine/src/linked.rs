//! The FFmpeg that this is linked with.

use ffmpeg_next::codec;

use crate::ff;

/// As its makers or packagers call it, e.g. "5.1.9-0+deb12u1".
pub fn version() -> String {
    ff::version::name()
}

/// Of the coders' library, e.g. "GPL version 3 or later": it depends on what FFmpeg was built with.
pub fn license() -> &'static str {
    codec::license()
}

/// The options of FFmpeg's build.
pub fn configuration() -> &'static str {
    codec::configuration()
}
