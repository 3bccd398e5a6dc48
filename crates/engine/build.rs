//! Tells the sources what they are built with: the version of FFmpeg, `cfg(ffmpeg_6_0)` from that release on, and whether
//! there is libx265, `cfg(x265)`.

use std::env;
use std::path::PathBuf;

use bindgen::{Builder, Formatter, RustEdition};
use pkg_config::Library;

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
    println!("cargo:rustc-check-cfg=cfg(x265)");
    if let Some(library) = find_x265() {
        declare_x265(&library)?;
        println!("cargo:rustc-cfg=x265");
    }
    Ok(())
}

/// As pkg-config says it, which also has it linked. X265_NO_PKG_CONFIG leaves it out.
fn find_x265() -> Option<Library> {
    /// Encodes into an array of pictures, unlike all releases before and after it.
    const ODD: &str = "4.0";
    let seen = pkg_config::Config::new().cargo_metadata(false).probe("x265").ok()?;
    if seen.version == ODD {
        return None;
    }
    pkg_config::probe_library("x265").ok()
}

/// Writes down what the header declares: structures differ by release.
fn declare_x265(library: &Library) -> Result<(), String> {
    let folders = library.include_paths.iter().map(|path| format!("-I{}", path.display()));
    let declarations = Builder::default()
        .header_contents("x265-header.h", "#include <x265.h>")
        .clang_args(folders)
        .allowlist_function("x265_api_query")
        .allowlist_var("X265_BUILD|X265_TYPE_AUTO|X265_TYPE_IDR")
        .allowlist_type("x265_api|x265_nal|x265_picture")
        .parse_callbacks(Box::new(bindgen::CargoCallbacks::new()))
        .rust_edition(RustEdition::Edition2024)
        .formatter(Formatter::None)
        .generate()
        .map_err(|error| format!("the header of libx265 cannot be read: {error}"))?;
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo tells no OUT_DIR")?);
    declarations
        .write_to_file(folder.join("x265.rs"))
        .map_err(|error| format!("what libx265 declares cannot be written down: {error}"))
}
