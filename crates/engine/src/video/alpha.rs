//! The alpha component of frames on its way into a coder: a grey picture of 8 bits until it joins the colours.

use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

use super::convert::{Coefficients, Converter, Side};
use super::frame::{Frame, Rect};
use super::pixel_format::{PixelFormat, planes_of};
use super::pool::Plan;
use crate::ff;
use crate::{Error, Result};

const OPAQUE: u8 = 255;
/// Alpha has no matrix, and its range is the whole one.
const PLAIN: Coefficients = Coefficients { matrix: 1, full_range: true };

/// Gives pictures in YUV 4:2:0 the alpha of frames.
#[derive(Default)]
pub struct AlphaSource {
    converter: Converter,
    /// For frames without alpha, of the last one's size.
    opaque: Option<Video>,
}

impl AlphaSource {
    /// `color` with the alpha of what `rect` shows of the frame, scaled to the size of `color`.
    pub fn join(&mut self, color: &Video, frame: &Frame, rect: Rect) -> Result<Video> {
        let Some(component) = frame.format().and_then(Component::of) else {
            return self.join_opaque(color);
        };
        let alpha = component.extract(frame, rect)?;
        let to =
            Side { format: Pixel::GRAY8, width: color.width(), height: color.height(), coefficients: PLAIN };
        let from = Side { width: rect.width, height: rect.height, ..to };
        if from == to {
            return with_alpha(color, &alpha);
        }
        with_alpha(color, &self.converter.convert(&alpha, from, to)?)
    }

    /// `color` with an alpha that is opaque everywhere: a stream needs one for each of its frames.
    pub fn join_opaque(&mut self, color: &Video) -> Result<Video> {
        let (width, height) = (color.width(), color.height());
        let alpha = match self.opaque.take() {
            Some(alpha) if (alpha.width(), alpha.height()) == (width, height) => alpha,
            _ => grey(width, height, |_, row| row.fill(OPAQUE))?,
        };
        with_alpha(color, self.opaque.insert(alpha))
    }
}

fn with_alpha(color: &Video, alpha: &Video) -> Result<Video> {
    ff::frame::with_alpha(color, alpha).ok_or_else(|| Error::coding("the alpha does not fit the colours"))
}

/// A picture whose rows `fill` writes.
fn grey(width: u32, height: u32, mut fill: impl FnMut(usize, &mut [u8])) -> Result<Video> {
    let no_room = || Error::quota(format!("no memory for the alpha of {width}x{height} pixels"));
    let planes = planes_of(Pixel::GRAY8).ok_or_else(no_room)?;
    let plan = Plan::new(planes, width as usize, height as usize).ok_or_else(no_room)?;
    let mut block = plan.block().ok_or_else(no_room)?;
    let stride = plan.spans.first().map_or(1, |span| span.stride);
    for (y, row) in block.chunks_mut(stride).take(height as usize).enumerate() {
        fill(y, row.get_mut(..width as usize).ok_or_else(no_room)?);
    }
    plan.picture(block, Pixel::GRAY8, width, height).ok_or_else(no_room)
}

/// Where a format has its alpha.
struct Component {
    plane: usize,
    /// Copies a row of the plane to one of 8 bits a sample.
    reduce: fn(&[u8], &mut [u8]),
}

impl Component {
    fn of(format: PixelFormat) -> Option<Self> {
        let in_plane_3 = |reduce| Some(Component { plane: 3, reduce });
        match (format.planes().len(), format.bits()) {
            (4, 8) => in_plane_3(|row, alpha| alpha.copy_from_slice(row)),
            (4, 10) => in_plane_3(from_16_bits::<1023>),
            (4, 12) => in_plane_3(from_16_bits::<4095>),
            (1, _) if format.has_alpha() => Some(Component { plane: 0, reduce: last_of_four }),
            _ => None,
        }
    }

    fn extract(&self, frame: &Frame, rect: Rect) -> Result<Video> {
        let outside = || Error::coding("the visible rectangle leaves the frame");
        let rows = frame.rows(self.plane, rect).ok_or_else(outside)?;
        grey(rect.width, rect.height, |y, alpha| (self.reduce)(rows(y), alpha))
    }
}

/// Samples of up to HIGHEST become the same share of 255, to the nearest.
fn from_16_bits<const HIGHEST: u32>(row: &[u8], alpha: &mut [u8]) {
    for (sample, alpha) in row.chunks_exact(2).zip(alpha) {
        let sample = u32::from(u16::from_le_bytes([sample[0], sample[1]])).min(HIGHEST);
        *alpha = ((sample * u32::from(OPAQUE) + HIGHEST / 2) / HIGHEST) as u8;
    }
}

fn last_of_four(row: &[u8], alpha: &mut [u8]) {
    for (pixel, alpha) in row.chunks_exact(4).zip(alpha) {
        *alpha = pixel[3];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::video::frame::PlaneSpan;

    /// A frame whose alpha samples count up from 0 by `step` over rows of 16 pixels.
    fn frame(name: &str, step: u16) -> Frame {
        let format = PixelFormat::from_name(name).unwrap();
        let (mut data, mut spans) = (Vec::new(), Vec::new());
        for (i, plane) in format.planes().iter().enumerate() {
            spans.push(PlaneSpan { offset: data.len(), stride: plane.row_bytes(16).unwrap() });
            for sample in 0..(16 / plane.sub_x * plane.rows(8)) as u16 {
                match (i, plane.sample_bytes) {
                    (0, 4) => data.extend([1, 2, 3, (sample * step) as u8]),
                    (3, 2) => data.extend((sample * step).to_le_bytes()),
                    (3, 1) => data.push((sample * step) as u8),
                    _ => data.extend(vec![77; plane.sample_bytes]),
                }
            }
        }
        Frame::copy_from(&data, format, 16, 8, &spans).unwrap()
    }

    fn color(width: u32, height: u32) -> Video {
        let format = PixelFormat::from_name("I420").unwrap();
        let spans = [(0, 32), (0, 32), (0, 32)].map(|(offset, stride)| PlaneSpan { offset, stride });
        let frame = Frame::copy_from(&[99; 32 * 32], format, width, height, &spans).unwrap();
        frame.opaque_view(Rect { x: 0, y: 0, width, height }).unwrap()
    }

    fn alpha_of(picture: &Video) -> Vec<u8> {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let (bytes, stride) = ff::frame::plane(picture, 3, height, width).unwrap();
        bytes.chunks(stride).flat_map(|row| row[..width].to_vec()).collect()
    }

    #[test]
    fn alpha_of_8_bits_is_kept_as_it_is_inside_the_visible_rectangle() {
        let rect = Rect { x: 3, y: 1, width: 10, height: 6 };
        let expected: Vec<u8> = (1..7).flat_map(|y| (3..13).map(move |x| ((y * 16 + x) * 2) as u8)).collect();
        for name in ["I420A", "I422A", "I444A", "RGBA", "BGRA"] {
            let joined = AlphaSource::default().join(&color(10, 6), &frame(name, 2), rect).unwrap();
            assert_eq!((joined.format(), alpha_of(&joined)), (Pixel::YUVA420P, expected.clone()), "{name}");
        }
    }

    #[test]
    fn alpha_of_more_bits_is_rounded_to_8() {
        let rect = Rect { x: 0, y: 0, width: 16, height: 8 };
        for (name, step, highest) in [
            ("I420AP10", 8, 1023.0),
            ("I422AP10", 8, 1023.0),
            ("I444AP10", 8, 1023.0),
            ("I420AP12", 32, 4095.0),
            ("I444AP12", 32, 4095.0),
        ] {
            let joined = AlphaSource::default().join(&color(16, 8), &frame(name, step), rect).unwrap();
            let expected: Vec<_> = (0..128_u16)
                .map(|sample| (f64::from(sample * step) * 255.0 / highest).round() as u8)
                .collect();
            assert_eq!(alpha_of(&joined), expected, "{name}");
        }
    }

    #[test]
    fn formats_without_alpha_are_opaque_at_any_size() {
        let mut source = AlphaSource::default();
        for (width, height) in [(16, 8), (7, 5), (16, 8)] {
            let rect = Rect { x: 0, y: 0, width: 16, height: 8 };
            for name in ["I420", "NV12", "RGBX", "I444P12"] {
                let joined = source.join(&color(width, height), &frame(name, 2), rect).unwrap();
                assert_eq!(alpha_of(&joined), vec![255; (width * height) as usize], "{name}");
            }
        }
    }

    #[test]
    fn alpha_is_scaled_with_the_colours() {
        let rect = Rect { x: 0, y: 0, width: 16, height: 8 };
        let joined = AlphaSource::default().join(&color(32, 16), &frame("I420A", 2), rect).unwrap();
        let alpha = alpha_of(&joined);
        assert_eq!(alpha.len(), 32 * 16);
        // The middle of that pixel lies at 7.75, 3.75 of a ramp by 2 a column and 32 a row.
        let middle = f64::from(alpha[8 * 32 + 16]);
        assert!((middle - (7.75 * 2.0 + 3.75 * 32.0)).abs() <= 1.0, "{middle}");
    }
}
