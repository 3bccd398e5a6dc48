//! FFmpeg's own version.

use std::ffi::CStr;

use ffmpeg_next::ffi::av_version_info;

/// As its makers or packagers call it, e.g. "5.1.9-0+deb12u1".
pub fn name() -> String {
    // SAFETY: returns a string of the library's that is never freed and ends in a zero byte.
    unsafe { CStr::from_ptr(av_version_info()) }.to_string_lossy().into_owned()
}
