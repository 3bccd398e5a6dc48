//! VP8: <https://www.w3.org/TR/webcodecs-vp8-codec-registration/#fully-qualified-codec-strings>.

use super::{Chroma, Codec, Profile};
use crate::CodecId;

pub const STRING: &str = "vp8";

pub const CODEC: Codec = Codec {
    id: CodecId::Vp8,
    profile: Profile { idc: 0, name: "VP8", compatibility: 0, constraints: [0; 6] },
    level: None,
    bit_depth: 8,
    chroma: Chroma::Yuv420,
    names_format: true,
    color: None,
    in_band_parameter_sets: false,
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_one_string() {
        assert_eq!(crate::parse("vp8"), Ok(super::CODEC));
    }
}
