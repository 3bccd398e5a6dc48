//! Colour descriptions as H.273 code points, which are also FFmpeg's numbers.

use codecs::{Codec, CodecId, ColorCodePoints};

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
const UNSPECIFIED: u8 = 2;
const SRGB_TRANSFER: u8 = 13;
/// GBR: the three components are green, blue and red.
pub(crate) const RGB_MATRIX: u8 = 0;
const SMPTE170M: u8 = 6;
/// Of primaries and of matrices.
const BT2020: u8 = 9;

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
    /// What a stream of that codec string and size becomes whose first frame has `frame` colours. Code points that H.273
    /// does not have become unspecified.
    ///
    /// What the frame leaves open the string may say, and BT.2020 primaries and matrix stand for one another. RGB has no
    /// matrix of its own: without a word of it the size decides, or VP8, which defines BT.601 (RFC 6386, 9.2).
    pub fn new(frame: ColorSpace, is_rgb: bool, codec: &Codec, (width, height): (u32, u32)) -> Self {
        let named = codec.color.map(ColorSpace::from).unwrap_or_default();
        let is_matrix = |matrix: &u8| *matrix != RGB_MATRIX;
        let matrix = frame.matrix.filter(is_matrix).or(named.matrix.filter(is_matrix));
        let primaries = frame.primaries.or(named.primaries);
        let is_wide = primaries == Some(BT2020) || matrix == Some(BT2020);
        let is_small = width < HD_WIDTH && height < HD_HEIGHT;
        let usual_matrix = match () {
            () if is_rgb && codec.id == CodecId::Vp8 => SMPTE170M,
            () if is_wide => BT2020,
            () if is_rgb && is_small => SMPTE170M,
            () => BT709,
        };
        let transfer = frame.transfer.map(|transfer| match transfer {
            SRGB_TRANSFER if is_rgb => BT709,
            other => other,
        });
        let wanted = StreamColor {
            primaries: primaries.unwrap_or(if is_wide { BT2020 } else { BT709 }),
            transfer: transfer.or(named.transfer).unwrap_or(BT709),
            matrix: matrix.unwrap_or(usual_matrix),
            full_range: frame.full_range.filter(|_| !is_rgb).or(named.full_range).unwrap_or(false),
        };
        wanted.within(&H273)
    }

    /// The same with what goes beyond unspecified.
    pub fn within(self, greatest: &CodePoints) -> Self {
        StreamColor {
            primaries: taken(self.primaries, greatest.primaries),
            transfer: taken(self.transfer, greatest.transfer),
            matrix: taken(self.matrix, greatest.matrix),
            full_range: self.full_range,
        }
    }
}

/// The greatest ones that something knows.
#[derive(Debug)]
pub struct CodePoints {
    pub primaries: u8,
    pub transfer: u8,
    pub matrix: u8,
}

/// All that there are.
pub const H273: CodePoints = CodePoints { primaries: 22, transfer: 18, matrix: 17 };

fn taken(code: u8, greatest: u8) -> u8 {
    const RESERVED: [u8; 2] = [0, 3]; // 0 only where it is not the matrix of RGB, which no stream has
    if code > greatest || RESERVED.contains(&code) { UNSPECIFIED } else { code }
}

impl ColorSpace {
    /// Each member of `self` that is known, else the other's.
    pub fn or(self, other: ColorSpace) -> ColorSpace {
        ColorSpace {
            primaries: self.primaries.or(other.primaries),
            transfer: self.transfer.or(other.transfer),
            matrix: self.matrix.or(other.matrix),
            full_range: self.full_range.or(other.full_range),
        }
    }
}

impl From<ColorCodePoints> for ColorSpace {
    fn from(color: ColorCodePoints) -> Self {
        ColorSpace {
            primaries: Some(color.primaries),
            transfer: Some(color.transfer),
            matrix: Some(color.matrix),
            full_range: Some(color.full_range),
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

    const REC709: StreamColor =
        StreamColor { primaries: BT709, transfer: BT709, matrix: BT709, full_range: false };
    const HDR10: StreamColor =
        StreamColor { primaries: BT2020, transfer: 16, matrix: BT2020, full_range: false };
    const UNKNOWN: ColorSpace =
        ColorSpace { primaries: None, transfer: None, matrix: None, full_range: None };

    fn of(frame: ColorSpace, is_rgb: bool, codec: &str, size: (u32, u32)) -> StreamColor {
        StreamColor::new(frame, is_rgb, &codecs::parse(codec).unwrap(), size)
    }

    #[test]
    fn hd_rgb_becomes_limited_bt709() {
        assert_eq!(of(SRGB, true, "avc1.640028", (1280, 720)), REC709);
    }

    #[test]
    fn small_rgb_and_all_vp8_rgb_take_the_bt601_matrix() {
        assert_eq!(of(SRGB, true, "avc1.640028", (640, 360)).matrix, SMPTE170M);
        assert_eq!(of(SRGB, true, "vp8", (1920, 1080)).matrix, SMPTE170M);
    }

    #[test]
    fn rgb_of_bt2020_primaries_takes_their_matrix_and_keeps_its_transfer() {
        let frame = ColorSpace { primaries: Some(BT2020), transfer: Some(16), ..SRGB };
        assert_eq!(of(frame, true, "hvc1.2.4.L93.B0", (64, 64)), HDR10);
    }

    #[test]
    fn yuv_keeps_what_it_says() {
        let frame = ColorSpace { matrix: Some(BT2020), full_range: Some(true), ..ColorSpace::default() };
        let color = of(frame, false, "hvc1.2.4.L93.B0", (64, 64));
        assert_eq!((color.primaries, color.matrix, color.full_range), (BT2020, BT2020, true));
        assert_eq!(of(UNKNOWN, false, "avc1.640028", (64, 64)), REC709);
    }

    #[test]
    fn code_points_that_are_none_or_not_taken_become_unspecified() {
        let frame =
            |code| ColorSpace { primaries: Some(code), transfer: Some(code), matrix: Some(code), ..UNKNOWN };
        let told = |code, greatest| {
            let color = of(frame(code), false, "avc1.640028", (64, 64)).within(greatest);
            [color.primaries, color.transfer, color.matrix]
        };
        assert_eq!(told(3, &H273), [UNSPECIFIED; 3]);
        assert_eq!(told(22, &H273), [22, UNSPECIFIED, UNSPECIFIED]);
        let few = CodePoints { primaries: 11, transfer: 12, matrix: 13 };
        assert_eq!(told(12, &few), [UNSPECIFIED, 12, 12]);
        assert_eq!(told(11, &few), [11; 3]);
    }

    #[test]
    fn the_codec_string_says_what_the_frame_leaves_open() {
        let string = "av01.0.04M.10.0.110.09.16.09.0";
        assert_eq!(of(UNKNOWN, false, string, (64, 64)), HDR10);
        assert_eq!(
            of(ColorSpace { full_range: Some(true), ..REC709.into() }, false, string, (64, 64)).matrix,
            BT709
        );
        let rgb = of(SRGB, true, string, (64, 64));
        assert_eq!((rgb.primaries, rgb.transfer, rgb.matrix), (BT709, BT709, BT2020));
    }
}
