//! Tells the sources the version of the linked FFmpeg: `cfg(ffmpeg_6_0)` holds from that release on.

use std::env;

/// Releases whose structures differ in what `src/ff/` touches.
const RELEASES: &[&str] = &["ffmpeg_6_0", "ffmpeg_8_0"];

fn main() -> Result<(), String> {
    println!("cargo:rerun-if-changed=build.rs");
    for release in RELEASES {
        println!("cargo:rustc-check-cfg=cfg({release})");
        // ffmpeg-sys-next hands this on to those that depend on it directly: "true", or nothing before that release.
        let told = env::var(format!("DEP_FFMPEG_{}", release.to_uppercase()));
        if told.map_err(|_| format!("ffmpeg-sys-next does not tell whether FFmpeg is {release} or later"))?
            == "true"
        {
            println!("cargo:rustc-cfg={release}");
        }
    }
    Ok(())
}
