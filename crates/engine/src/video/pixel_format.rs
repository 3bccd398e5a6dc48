//! VideoPixelFormat of the spec, as planes of bytes and as FFmpeg knows it.
//! <https://w3c.github.io/webcodecs/#pixel-format>

use codecs::Chroma;
use ffmpeg_next::format::Pixel;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelFormat(&'static Row);

/// Bytes and sub-sampling of one plane. Samples that are interleaved (UV, RGBA) count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Plane {
    pub sample_bytes: usize,
    pub sub_x: usize,
    pub sub_y: usize,
}

#[derive(Debug, PartialEq, Eq)]
struct Row {
    name: &'static str,
    planes: &'static [Plane],
    rgb: bool,
    /// The FFmpeg format whose first planes are these. An encoder that discards alpha sees `opaque` instead,
    /// which has the same first planes.
    pixel: Pixel,
    opaque: Pixel,
}

const fn plane(sample_bytes: usize, sub_x: usize, sub_y: usize) -> Plane {
    Plane { sample_bytes, sub_x, sub_y }
}

/// Planes of planar YUV with `bytes` a sample and chroma sub-sampled by `x` and `y`; with alpha when A.
const fn yuv<const N: usize>(bytes: usize, x: usize, y: usize) -> [Plane; N] {
    let mut planes = [plane(bytes, 1, 1); N];
    planes[1] = plane(bytes, x, y);
    planes[2] = plane(bytes, x, y);
    planes
}

const PACKED: &[Plane] = &[plane(4, 1, 1)];
const SEMI_PLANAR: &[Plane] = &[plane(1, 1, 1), plane(2, 2, 2)];

const fn row(name: &'static str, planes: &'static [Plane], pixel: Pixel, opaque: Pixel) -> Row {
    Row { name, planes, rgb: false, pixel, opaque }
}

const fn rgb(name: &'static str, pixel: Pixel, opaque: Pixel) -> Row {
    Row { name, planes: PACKED, rgb: true, pixel, opaque }
}

// I420AP12 has no counterpart in FFmpeg: its colour planes go by the opaque format, its alpha plane is ours.
#[rustfmt::skip]
static ROWS: [Row; 23] = [
    row("I420", &yuv::<3>(1, 2, 2), Pixel::YUV420P, Pixel::YUV420P),
    row("I420P10", &yuv::<3>(2, 2, 2), Pixel::YUV420P10LE, Pixel::YUV420P10LE),
    row("I420P12", &yuv::<3>(2, 2, 2), Pixel::YUV420P12LE, Pixel::YUV420P12LE),
    row("I420A", &yuv::<4>(1, 2, 2), Pixel::YUVA420P, Pixel::YUV420P),
    row("I420AP10", &yuv::<4>(2, 2, 2), Pixel::YUVA420P10LE, Pixel::YUV420P10LE),
    row("I420AP12", &yuv::<4>(2, 2, 2), Pixel::YUV420P12LE, Pixel::YUV420P12LE),
    row("I422", &yuv::<3>(1, 2, 1), Pixel::YUV422P, Pixel::YUV422P),
    row("I422P10", &yuv::<3>(2, 2, 1), Pixel::YUV422P10LE, Pixel::YUV422P10LE),
    row("I422P12", &yuv::<3>(2, 2, 1), Pixel::YUV422P12LE, Pixel::YUV422P12LE),
    row("I422A", &yuv::<4>(1, 2, 1), Pixel::YUVA422P, Pixel::YUV422P),
    row("I422AP10", &yuv::<4>(2, 2, 1), Pixel::YUVA422P10LE, Pixel::YUV422P10LE),
    row("I422AP12", &yuv::<4>(2, 2, 1), Pixel::YUVA422P12LE, Pixel::YUV422P12LE),
    row("I444", &yuv::<3>(1, 1, 1), Pixel::YUV444P, Pixel::YUV444P),
    row("I444P10", &yuv::<3>(2, 1, 1), Pixel::YUV444P10LE, Pixel::YUV444P10LE),
    row("I444P12", &yuv::<3>(2, 1, 1), Pixel::YUV444P12LE, Pixel::YUV444P12LE),
    row("I444A", &yuv::<4>(1, 1, 1), Pixel::YUVA444P, Pixel::YUV444P),
    row("I444AP10", &yuv::<4>(2, 1, 1), Pixel::YUVA444P10LE, Pixel::YUV444P10LE),
    row("I444AP12", &yuv::<4>(2, 1, 1), Pixel::YUVA444P12LE, Pixel::YUV444P12LE),
    row("NV12", SEMI_PLANAR, Pixel::NV12, Pixel::NV12),
    rgb("RGBA", Pixel::RGBA, Pixel::RGBZ),
    rgb("RGBX", Pixel::RGBZ, Pixel::RGBZ),
    rgb("BGRA", Pixel::BGRA, Pixel::BGRZ),
    rgb("BGRX", Pixel::BGRZ, Pixel::BGRZ),
];

/// How a decoder's picture becomes one of a format of the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    AsItIs,
    /// The planes stay; only full range is said otherwise.
    FullRange,
    /// The planes stay: G, B and R are where the identity matrix has Y, U and V.
    IdentityMatrix,
    Converted,
}

/// Formats with no counterpart in the spec, and how they become one without loss. Others, those of 9 and 14 bits, have
/// no name.
const DELIVERED_AS: &[(Pixel, &str, Delivery)] = &[
    (Pixel::YUVJ420P, "I420", Delivery::FullRange),
    (Pixel::YUVJ422P, "I422", Delivery::FullRange),
    (Pixel::YUVJ444P, "I444", Delivery::FullRange),
    (Pixel::GBRP10LE, "I444P10", Delivery::IdentityMatrix),
    (Pixel::GBRP12LE, "I444P12", Delivery::IdentityMatrix),
    (Pixel::GRAY8, "I420", Delivery::Converted),
    (Pixel::GRAY10LE, "I420P10", Delivery::Converted),
    (Pixel::GRAY12LE, "I420P12", Delivery::Converted),
    (Pixel::YUV440P, "I444", Delivery::Converted),
    (Pixel::YUV440P10LE, "I444P10", Delivery::Converted),
    (Pixel::YUV440P12LE, "I444P12", Delivery::Converted),
    (Pixel::GBRP, "RGBX", Delivery::Converted),
];

/// Three full planes, read as green, blue and red.
const PLANAR_RGB: [(Pixel, Pixel); 3] = [
    (Pixel::YUV444P, Pixel::GBRP),
    (Pixel::YUV444P10LE, Pixel::GBRP10LE),
    (Pixel::YUV444P12LE, Pixel::GBRP12LE),
];

/// What only coders have: pictures without colour.
const GRAY: &[(Pixel, &[Plane])] = &[
    (Pixel::GRAY8, &[plane(1, 1, 1)]),
    (Pixel::GRAY10LE, &[plane(2, 1, 1)]),
    (Pixel::GRAY12LE, &[plane(2, 1, 1)]),
];

/// The planes of a format that coders are given.
pub(crate) fn planes_of(pixel: Pixel) -> Option<&'static [Plane]> {
    let gray = || GRAY.iter().find(|(gray, _)| *gray == pixel).map(|(_, planes)| *planes);
    PixelFormat::of(pixel).map(PixelFormat::planes).or_else(gray)
}

/// Packed or planar.
pub(crate) fn is_rgb(pixel: Pixel) -> bool {
    PixelFormat::of(pixel).is_some_and(PixelFormat::is_rgb) || PLANAR_RGB.iter().any(|&(_, rgb)| rgb == pixel)
}

impl PixelFormat {
    /// The format of that name in the spec's enumeration.
    pub fn from_name(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(PixelFormat)
    }

    /// The format with exactly the planes of `pixel`.
    pub fn of(pixel: Pixel) -> Option<Self> {
        ROWS.iter().find(|row| row.pixel == pixel).map(PixelFormat)
    }

    /// The format in which a decoder's `pixel` is handed out, and how it becomes that.
    pub(crate) fn delivering(pixel: Pixel) -> Option<(Self, Delivery)> {
        if let Some(format) = Self::of(pixel) {
            return Some((format, Delivery::AsItIs));
        }
        let (_, name, delivery) = DELIVERED_AS.iter().find(|(from, ..)| *from == pixel)?;
        Self::from_name(name).map(|format| (format, *delivery))
    }

    pub fn name(self) -> &'static str {
        self.0.name
    }

    pub fn planes(self) -> &'static [Plane] {
        self.0.planes
    }

    pub fn is_rgb(self) -> bool {
        self.0.rgb
    }

    pub fn has_alpha(self) -> bool {
        self.0.planes.len() == 4 || self.0.pixel != self.0.opaque
    }

    /// Bits per sample.
    pub fn bits(self) -> u8 {
        match self.0.name {
            name if name.ends_with("P10") => 10,
            name if name.ends_with("P12") => 12,
            _ => 8,
        }
    }

    /// The sampling that keeps all of its colour.
    pub(crate) fn chroma(self) -> Chroma {
        match self.0.planes.get(1) {
            Some(plane) if plane.sub_y > 1 => Chroma::Yuv420,
            Some(plane) if plane.sub_x > 1 => Chroma::Yuv422,
            _ => Chroma::Yuv444,
        }
    }

    /// Whether blue comes first.
    pub(crate) fn is_reversed(self) -> bool {
        self.0.name.starts_with("BGR")
    }

    /// The plane of component `i` (Y, U, V or R, G, B, then alpha), and how many samples come before it in its group.
    pub(crate) fn place(self, i: usize) -> (usize, usize) {
        match (self.0.rgb, self.0.planes.len(), i) {
            (true, _, 0 | 2) if self.is_reversed() => (0, 2 - i),
            (true, ..) => (0, i),
            (false, 2, 1 | 2) => (1, i - 1),
            _ => (i, 0),
        }
    }

    /// The format whose green, blue and red planes are the three here. None when they are not all of full size.
    pub(crate) fn as_planar_rgb(self) -> Option<Pixel> {
        PLANAR_RGB.iter().find(|(yuv, _)| *yuv == self.0.opaque).map(|&(_, rgb)| rgb)
    }

    pub(crate) fn pixel(self) -> Pixel {
        self.0.pixel
    }

    /// The same without alpha; itself when it has none.
    pub(crate) fn opaque(self) -> Option<Self> {
        Self::of(self.0.opaque)
    }

    /// As an encoder sees it that discards alpha.
    pub(crate) fn opaque_pixel(self) -> Pixel {
        self.0.opaque
    }
}

impl Plane {
    /// Bytes of one row of a picture that is `width` pixels wide. None when they do not fit.
    pub fn row_bytes(&self, width: usize) -> Option<usize> {
        width.div_ceil(self.sub_x).checked_mul(self.sample_bytes)
    }

    /// Rows of a picture that is `height` pixels high.
    pub fn rows(&self, height: usize) -> usize {
        height.div_ceil(self.sub_y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_spec_is_its_own_row() {
        for row in &ROWS {
            assert_eq!(PixelFormat::from_name(row.name).map(PixelFormat::name), Some(row.name));
        }
        assert!(PixelFormat::from_name("i420").is_none());
    }

    #[test]
    fn depth_and_chroma_are_those_of_the_name() {
        for (name, depth, chroma) in [
            ("I420", 8, Chroma::Yuv420),
            ("NV12", 8, Chroma::Yuv420),
            ("I420AP12", 12, Chroma::Yuv420),
            ("I422P10", 10, Chroma::Yuv422),
            ("I444A", 8, Chroma::Yuv444),
            ("BGRX", 8, Chroma::Yuv444),
        ] {
            let format = PixelFormat::from_name(name).unwrap();
            assert_eq!((format.bits(), format.chroma()), (depth, chroma), "{name}");
        }
    }

    #[test]
    fn odd_sizes_round_up() {
        let chroma = PixelFormat::from_name("I420").unwrap().planes()[1];
        assert_eq!((chroma.row_bytes(3), chroma.rows(3)), (Some(2), 2));
        let uv = PixelFormat::from_name("NV12").unwrap().planes()[1];
        assert_eq!(uv.row_bytes(3), Some(4));
    }
}
