//! Colour descriptions as H.273 code points, which are also FFmpeg's numbers.

use codecs::CodecId;

/// A VideoColorSpace: members are None when unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColorSpace {
    pub primaries: Option<u8>,
    pub transfer: Option<u8>,
    pub matrix: Option<u8>,
    pub full_range: Option<bool>,
}

type Names = &'static [(&'static str, u8)];

/// VideoColorPrimaries, <https://w3c.github.io/webcodecs/#videocolorprimaries>
pub const PRIMARIES: Names =
    &[("bt709", 1), ("bt470bg", 5), ("smpte170m", 6), ("bt2020", 9), ("smpte432", 12)];
/// VideoTransferCharacteristics, <https://w3c.github.io/webcodecs/#videotransfercharacteristics>
pub const TRANSFERS: Names =
    &[("bt709", 1), ("smpte170m", 6), ("linear", 8), ("iec61966-2-1", 13), ("pq", 16), ("hlg", 18)];
/// VideoMatrixCoefficients, <https://w3c.github.io/webcodecs/#videomatrixcoefficients>
pub const MATRICES: Names = &[("rgb", 0), ("bt709", 1), ("bt470bg", 5), ("smpte170m", 6), ("bt2020-ncl", 9)];

/// The code point of `name` in one of the tables above.
pub fn code_point(names: Names, name: &str) -> Option<u8> {
    names.iter().find(|(known, _)| *known == name).map(|&(_, code)| code)
}

/// The name of `code` in one of the tables above; None for values the spec has no name for.
pub fn name(names: Names, code: u8) -> Option<&'static str> {
    names.iter().find(|(_, known)| *known == code).map(|&(name, _)| name)
}

const BT709: u8 = 1;
const SRGB_TRANSFER: u8 = 13;
pub(crate) const RGB_MATRIX: u8 = 0;
const SMPTE170M: u8 = 6;

/// From here on pictures are HD and RGB is encoded by BT.709.
const HD_WIDTH: u32 = 1280;
const HD_HEIGHT: u32 = 720;

/// A complete description of YUV as a stream carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamColor {
    pub primaries: u8,
    pub transfer: u8,
    pub matrix: u8,
    pub full_range: bool,
}

impl StreamColor {
    /// REC709 Color Space, <https://w3c.github.io/webcodecs/#rec709-color-space>
    pub const REC709: StreamColor =
        StreamColor { primaries: BT709, transfer: BT709, matrix: BT709, full_range: false };

    /// What a stream of `codec` becomes whose first frame has `frame` colours.
    /// RGB gets a matrix by size, since it has none of its own; VP8 defines BT.601 for it (RFC 6386, 9.2).
    pub fn for_frame(frame: ColorSpace, is_rgb: bool, codec: CodecId, width: u32, height: u32) -> Self {
        let is_hd = width >= HD_WIDTH || height >= HD_HEIGHT;
        let by_size = if is_hd && codec != CodecId::Vp8 { BT709 } else { SMPTE170M };
        let usual_matrix = if is_rgb { by_size } else { BT709 };
        let matrix = frame.matrix.filter(|&matrix| matrix != RGB_MATRIX).unwrap_or(usual_matrix);
        let transfer = frame.transfer.filter(|&transfer| !(is_rgb && transfer == SRGB_TRANSFER));
        StreamColor {
            primaries: frame.primaries.unwrap_or(BT709),
            transfer: transfer.unwrap_or(BT709),
            matrix,
            full_range: !is_rgb && frame.full_range.unwrap_or(false),
        }
    }
}

impl From<StreamColor> for ColorSpace {
    fn from(color: StreamColor) -> Self {
        ColorSpace {
            primaries: Some(color.primaries),
            transfer: Some(color.transfer),
            matrix: Some(color.matrix),
            full_range: Some(color.full_range),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SRGB: ColorSpace =
        ColorSpace { primaries: Some(1), transfer: Some(13), matrix: Some(0), full_range: Some(true) };

    #[test]
    fn hd_rgb_becomes_limited_bt709() {
        assert_eq!(StreamColor::for_frame(SRGB, true, CodecId::Avc, 1280, 720), StreamColor::REC709);
    }

    #[test]
    fn small_rgb_and_all_vp8_rgb_take_the_bt601_matrix() {
        assert_eq!(StreamColor::for_frame(SRGB, true, CodecId::Avc, 640, 360).matrix, SMPTE170M);
        assert_eq!(StreamColor::for_frame(SRGB, true, CodecId::Vp8, 1920, 1080).matrix, SMPTE170M);
    }

    #[test]
    fn yuv_keeps_what_it_says() {
        let frame = ColorSpace { matrix: Some(9), full_range: Some(true), ..ColorSpace::default() };
        let color = StreamColor::for_frame(frame, false, CodecId::Hevc, 64, 64);
        assert_eq!((color.matrix, color.full_range), (9, true));
    }
}
