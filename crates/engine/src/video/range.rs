//! Between full and limited range, exactly: libswscale takes the ratio of 8-bit samples for every depth, and is up to 3
//! of 1023 or 15 of 4095 levels off.

use ffmpeg_next::frame::Video;

use super::convert::Side;
use super::pixel_format::{PixelFormat, is_rgb};
use super::pool::Plan;
use crate::ff;
use crate::{Error, Result};

/// What makes a sample of one range one of the other: (sample - from) * numerator / denominator + to.
struct Levels {
    from: i64,
    to: i64,
    numerator: i64,
    denominator: i64,
    most: i64,
}

impl Levels {
    fn new(is_luma: bool, to_full: bool, bits: u8) -> Self {
        let (unit, most) = (1_i64 << (bits - 8), (1_i64 << bits) - 1);
        let (limited, full, span) = if is_luma { (16, 0, 219) } else { (128, 128, 224) };
        let (limited, full, span) = (limited * unit, full * unit, span * unit);
        match to_full {
            true => Levels { from: limited, to: full, numerator: most, denominator: span, most },
            false => Levels { from: full, to: limited, numerator: span, denominator: most, most },
        }
    }

    fn convert(&self, sample: u16) -> u16 {
        let scaled = (i64::from(sample) - self.from) * self.numerator;
        let level = (scaled + self.denominator / 2).div_euclid(self.denominator) + self.to;
        level.clamp(0, self.most) as u16
    }
}

/// Does libswscale convert the range inexactly? RGB becomes YUV of limited range in it first.
pub fn is_inexact(from: Side, to: Side) -> bool {
    let starts_full = from.coefficients.full_range && !is_rgb(from.format);
    let differs = starts_full != to.coefficients.full_range;
    differs && (is_deep(from) || is_deep(to))
}

pub fn is_deep(side: Side) -> bool {
    deep(side).is_some()
}

/// YUV of more than 8 bits.
fn deep(side: Side) -> Option<PixelFormat> {
    PixelFormat::of(side.format).filter(|format| format.bits() > 8)
}

/// `picture`, which is as `side` says, in the other range.
pub fn convert(picture: &Video, side: Side) -> Result<Video> {
    let failed = || Error::coding("the range of a frame cannot be converted");
    let format = deep(side).ok_or_else(failed)?;
    let (width, height) = (side.width as usize, side.height as usize);
    let plan = Plan::new(format.planes(), width, height).ok_or_else(failed)?;
    let mut block = plan.block().ok_or_else(failed)?;
    for (i, (plane, to)) in format.planes().iter().zip(&plan.spans).enumerate() {
        let levels = Levels::new(i == 0, !side.coefficients.full_range, format.bits());
        let (rows, row) = (plane.rows(height), plane.row_bytes(width).ok_or_else(failed)?);
        let (source, stride) = ff::frame::plane(picture, i, rows, row).ok_or_else(failed)?;
        let target = block.get_mut(to.offset..).ok_or_else(failed)?;
        for (from, to) in source.chunks(stride).zip(target.chunks_mut(to.stride)) {
            for (from, to) in from.chunks_exact(2).zip(to.chunks_exact_mut(2)).take(row / 2) {
                let sample = from.try_into().map(u16::from_le_bytes).map_err(|_| failed())?;
                to.copy_from_slice(&levels.convert(sample).to_le_bytes());
            }
        }
    }
    plan.picture(block, side.format, side.width, side.height).ok_or_else(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_white_and_no_colour_are_exact_at_every_depth() {
        for (bits, unit, most) in [(10, 4, 1023), (12, 16, 4095)] {
            let (luma, chroma) = (Levels::new(true, true, bits), Levels::new(false, true, bits));
            assert_eq!([16 * unit, 235 * unit].map(|sample| luma.convert(sample)), [0, most]);
            assert_eq!([0, 255 * unit].map(|sample| luma.convert(sample)), [0, most]);
            assert_eq!([128 * unit, 16 * unit].map(|sample| chroma.convert(sample)), [128 * unit, 1]); // 0.5
            let (luma, chroma) = (Levels::new(true, false, bits), Levels::new(false, false, bits));
            assert_eq!([0, most].map(|sample| luma.convert(sample)), [16 * unit, 235 * unit]);
            assert_eq!(chroma.convert(128 * unit), 128 * unit);
        }
    }
}
