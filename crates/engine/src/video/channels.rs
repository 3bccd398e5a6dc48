//! Pictures of fewer channels than the formats of the spec have.

use super::frame::{Frame, MAX_PIXELS};
use super::pixel_format::PixelFormat;
use super::pool::Plan;
use crate::{Error, Result};

const OPAQUE: u8 = 255;

/// Copies pixels of grey (1 channel) or RGB (3) into a frame of RGBX, of grey and alpha (2) into one of RGBA.
pub fn widen(data: &[u8], channels: u32, width: u32, height: u32) -> Result<Frame> {
    match channels {
        1 => fill(data, "RGBX", width, height, |&[grey]| [grey, grey, grey, OPAQUE]),
        2 => fill(data, "RGBA", width, height, |&[grey, alpha]| [grey, grey, grey, alpha]),
        3 => fill(data, "RGBX", width, height, |&[red, green, blue]| [red, green, blue, OPAQUE]),
        _ => Err(Error::coding(format!("pixels of {channels} channels are unknown"))),
    }
}

fn fill<const CHANNELS: usize>(
    data: &[u8],
    format: &str,
    width: u32,
    height: u32,
    pixel: fn(&[u8; CHANNELS]) -> [u8; 4],
) -> Result<Frame> {
    let (columns, lines) = (width as usize, height as usize);
    if columns == 0 || lines == 0 || columns.saturating_mul(lines) > MAX_PIXELS {
        return Err(Error::quota(format!("a frame of {width}x{height} pixels is too large")));
    }
    let no_room = || Error::quota(format!("no memory for a frame of {width}x{height} pixels"));
    let format = PixelFormat::from_name(format).ok_or_else(no_room)?;
    let plan = Plan::new(format.planes(), columns, lines).ok_or_else(no_room)?;
    let mut block = plan.block().ok_or_else(no_room)?;
    let (pixels, _) = data.as_chunks::<CHANNELS>();
    let (Some(span), Some(pixels)) = (plan.spans.first(), pixels.get(..columns * lines)) else {
        return Err(Error::coding("the data ends before the picture"));
    };
    let target = block.get_mut(span.offset..).ok_or_else(no_room)?;
    for (row, source) in target.chunks_mut(span.stride).zip(pixels.chunks_exact(columns)) {
        for (to, from) in row.as_chunks_mut::<4>().0.iter_mut().zip(source) {
            *to = pixel(from);
        }
    }
    let picture = plan.picture(block, format.pixel(), width, height).ok_or_else(no_room)?;
    Ok(Frame::new(picture, Some(format)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ff;

    /// The pixels of the frame, row by row.
    fn rows(frame: &Frame) -> Vec<Vec<u8>> {
        let (width, height) = (frame.width(), frame.height());
        let view = frame.opaque_view(crate::video::frame::Rect { x: 0, y: 0, width, height }).unwrap();
        let (bytes, stride) = ff::frame::plane(&view, 0, height as usize, width as usize * 4).unwrap();
        bytes.chunks(stride).map(|row| row[..width as usize * 4].to_vec()).collect()
    }

    #[test]
    fn every_channel_goes_to_its_place() {
        let grey = widen(&[1, 2], 1, 1, 2).unwrap();
        assert_eq!(rows(&grey), [[1, 1, 1, 255], [2, 2, 2, 255]]);
        assert_eq!(grey.format().unwrap().name(), "RGBX");
        let alpha = widen(&[1, 2, 3, 4], 2, 2, 1).unwrap();
        assert_eq!(rows(&alpha), [[1, 1, 1, 2, 3, 3, 3, 4]]);
        assert_eq!(alpha.format().unwrap().name(), "RGBA");
        let rgb = widen(&[1, 2, 3, 4, 5, 6], 3, 1, 2).unwrap();
        assert_eq!(rows(&rgb), [[1, 2, 3, 255], [4, 5, 6, 255]]);
        assert_eq!(rgb.format().unwrap().name(), "RGBX");
    }

    #[test]
    fn too_little_data_and_odd_counts_are_errors() {
        assert!(widen(&[1, 2, 3, 4, 5], 3, 1, 2).is_err());
        assert!(widen(&[1; 100], 5, 1, 1).is_err());
        assert!(widen(&[], 1, 0, 1).is_err());
        assert!(widen(&[], 1, u32::MAX, u32::MAX).is_err());
    }
}
