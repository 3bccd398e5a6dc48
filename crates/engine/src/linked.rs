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

/// Whose terms hold: "gpl", "lgpl", or "nonfree" where the options ask for what nobody may pass on.
pub fn flavour() -> &'static str {
    flavour_of(configuration())
}

fn flavour_of(configuration: &str) -> &'static str {
    let has = |option: &str| configuration.split_whitespace().any(|each| each == option);
    match (has("--enable-nonfree"), has("--enable-gpl")) {
        (true, _) => "nonfree",
        (_, true) => "gpl",
        _ => "lgpl",
    }
}

/// Whether it is part of this binary, and not the system's.
pub fn is_bundled() -> bool {
    cfg!(feature = "portable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flavour_follows_from_the_options() {
        assert_eq!(flavour_of("--enable-pic --enable-gpl --enable-libx264"), "gpl");
        assert_eq!(flavour_of("--enable-pic --disable-gpl"), "lgpl");
        assert_eq!(flavour_of("--extra-version=--enable-gplish"), "lgpl");
        assert_eq!(flavour_of("--enable-gpl --enable-nonfree"), "nonfree");
    }

    #[test]
    fn the_flavour_is_what_ffmpeg_itself_tells() {
        let told = license().split_whitespace().next().unwrap_or_default().to_lowercase();
        assert_eq!(flavour(), told);
    }
}
