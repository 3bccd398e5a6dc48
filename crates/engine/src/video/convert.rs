//! Pixel format, size, matrix and range conversions by libswscale, on the codec thread.

use ffmpeg_next::frame::Video;
use ffmpeg_next::software::scaling::Flags;

use super::pixel_format::planes_of;
use super::pool::Plan;
use super::range;
use crate::ff::scale::Scaler;
pub use crate::ff::scale::{Coefficients, Side};
use crate::{Error, Result};

/// Keeps the scaler of the last conversion, since the next is mostly the same.
#[derive(Default)]
pub struct Converter {
    last: Option<(Side, Side, Scaler)>,
}

impl Converter {
    /// `picture`, which is as `from` says, as `to` says.
    pub fn convert(&mut self, picture: &Video, from: Side, to: Side) -> Result<Video> {
        if !range::is_inexact(from, to) {
            return self.scale(picture, from, to);
        }
        // Its other steps are exact enough: the range is converted where there are more bits.
        if range::is_deep(from) {
            let ranged = range::convert(picture, from)?;
            return self.convert(&ranged, from.in_other_range(), to);
        }
        let scaled = self.convert(picture, from, to.in_other_range())?;
        range::convert(&scaled, to.in_other_range())
    }

    fn scale(&mut self, picture: &Video, from: Side, to: Side) -> Result<Video> {
        let mut converted = allocate(to)?;
        if self.scaler(from, to)?.run(picture, &mut converted) {
            Ok(converted)
        } else {
            Err(Error::coding("libswscale failed to convert a frame"))
        }
    }

    fn scaler(&mut self, from: Side, to: Side) -> Result<&mut Scaler> {
        let flags = Flags::BICUBIC | Flags::ACCURATE_RND | Flags::FULL_CHR_H_INT | Flags::FULL_CHR_H_INP;
        let no_way =
            || Error::unsupported(format!("no conversion from {:?} to {:?}", from.format, to.format));
        let entry = match self.last.take() {
            Some(entry) if (entry.0, entry.1) == (from, to) => entry,
            _ => (from, to, Scaler::new(from, to, flags).ok_or_else(no_way)?),
        };
        Ok(&mut self.last.insert(entry).2)
    }
}

fn allocate(side: Side) -> Result<Video> {
    let no_room = || Error::quota(format!("no memory for a picture of {}x{}", side.width, side.height));
    let planes = planes_of(side.format).ok_or_else(no_room)?;
    let plan = Plan::new(planes, side.width as usize, side.height as usize).ok_or_else(no_room)?;
    let block = plan.block().ok_or_else(no_room)?;
    plan.picture(block, side.format, side.width, side.height).ok_or_else(no_room)
}

#[cfg(test)]
mod tests {
    use ffmpeg_next::format::Pixel;

    use super::*;
    use crate::ff;
    use crate::video::frame::{Frame, PlaneSpan, Rect};
    use crate::video::pixel_format::PixelFormat;

    const LIMITED: Coefficients = Coefficients { matrix: 1, full_range: false };
    const FULL: Coefficients = Coefficients { matrix: 1, full_range: true };

    /// The samples of the first row of each plane after a conversion of a picture of one colour.
    fn convert(format: &str, color: &[u8], from: Coefficients, to: Coefficients, size: u32) -> Vec<u8> {
        let format = PixelFormat::from_name(format).unwrap();
        let (mut data, mut spans) = (Vec::new(), Vec::new());
        for (i, plane) in format.planes().iter().enumerate() {
            let row = plane.row_bytes(32).unwrap();
            let sample = if format.is_rgb() { color } else { &color[i..=i] };
            spans.push(PlaneSpan { offset: data.len(), stride: row });
            data.extend(sample.iter().copied().cycle().take(row * plane.rows(32)));
        }
        let frame = Frame::copy_from(&data, format, 32, 32, &spans).unwrap();
        let picture = frame.opaque_view(Rect { x: 0, y: 0, width: 32, height: 32 }).unwrap();
        let from = Side { format: picture.format(), width: 32, height: 32, coefficients: from };
        let to = Side { format: Pixel::YUV420P, width: size, height: size, coefficients: to };
        let converted = Converter::default().convert(&picture, from, to).unwrap();
        (0..3).map(|i| ff::frame::plane(&converted, i, 1, 1).unwrap().0[0]).collect()
    }

    #[test]
    fn ranges_are_converted_without_a_change_of_size_or_format() {
        assert_eq!(convert("I420", &[255, 128, 128], FULL, LIMITED, 32), [235, 128, 128]);
        assert_eq!(convert("I420", &[16, 128, 128], LIMITED, FULL, 32), [0, 128, 128]);
    }

    #[test]
    fn matrices_are_converted_without_a_change_of_size_or_format() {
        // Red by BT.601 (81, 90, 240) is (63, 102, 240) by BT.709.
        let bt601 = Coefficients { matrix: 6, full_range: false };
        let converted = convert("I420", &[81, 90, 240], bt601, LIMITED, 32);
        for (sample, expected) in converted.iter().zip([63_u8, 102, 240]) {
            assert!(sample.abs_diff(expected) <= 2, "{converted:?}");
        }
    }

    #[test]
    fn red_becomes_the_red_of_the_matrix_at_any_size() {
        for size in [16, 32, 48] {
            for format in ["RGBA", "RGBX"] {
                assert_eq!(
                    convert(format, &[255, 0, 0, 255], FULL, LIMITED, size),
                    [63, 102, 240],
                    "{format} {size}"
                );
            }
            assert_eq!(convert("BGRA", &[0, 0, 255, 0], FULL, LIMITED, size), [63, 102, 240], "{size}");
        }
    }
}
