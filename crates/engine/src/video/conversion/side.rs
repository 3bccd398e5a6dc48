//! What one side of a conversion means by its samples.

use super::ColoredFormat;
use super::matrix::RGB;
use super::transfer::Transfer;
use crate::video::pixel_format::PixelFormat;

/// A format and everything that there is to know of its colours.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    pub format: PixelFormat,
    pub primaries: u8,
    pub transfer: Transfer,
    pub matrix: u8,
    pub full_range: bool,
}

const BT709: u8 = 1;
const SMPTE170M: u8 = 6;

impl From<ColoredFormat> for Side {
    /// Unknown members are sRGB's for RGB formats, else those of BT.709. RGB formats have no other matrix than RGB.
    fn from(ColoredFormat { format, color }: ColoredFormat) -> Self {
        let rgb = format.is_rgb();
        Side {
            format,
            // The two differ by so little that browsers take one for the other.
            primaries: color.primaries.filter(|&code| code != SMPTE170M).unwrap_or(BT709),
            transfer: color.transfer.map_or(Transfer::Display, Transfer::of),
            matrix: if rgb { RGB } else { color.matrix.unwrap_or(BT709) },
            full_range: color.full_range.unwrap_or(rgb),
        }
    }
}

impl Side {
    /// Whether the light behind equal signals is the same.
    pub fn has_light_of(&self, other: &Side) -> bool {
        (self.primaries, self.transfer) == (other.primaries, other.transfer)
    }

    /// Whether equal signals have the same matrix, whatever their range.
    pub fn has_matrix_of(&self, other: &Side) -> bool {
        self.matrix == other.matrix && self.format.is_rgb() == other.format.is_rgb()
    }

    /// The steps of component `i` (Y, U, V or R, G, B) from 0 to 1, and the sample that stands for 0.
    pub fn scale(&self, i: usize) -> (f64, f64) {
        let depth = self.format.bits();
        let (unit, full) = (f64::from(1 << (depth - 8)), f64::from((1 << depth) - 1));
        match (i > 0 && self.matrix != RGB, self.full_range) {
            (false, true) => (full, 0.0),
            (false, false) => (219.0 * unit, 16.0 * unit),
            (true, true) => (full, 128.0 * unit),
            (true, false) => (224.0 * unit, 128.0 * unit),
        }
    }
}
