//! Any format and colour space of the specification into any other, exactly. `docs/color.md` has the formulas.
//!
//! libswscale is not exact enough for it, and knows neither transfer functions nor primaries. Here a reader (`rows`) gives
//! one row after the other, which is computed (`math`) and written, so that little memory is used at a time.

mod math;
mod matrix;
mod rows;
mod side;
mod tone;
mod transfer;
mod writer;

use self::math::Math;
use self::rows::{Dense, Reader, Row};
use self::side::Side;
use self::writer::Writer;
use super::color::ColorSpace;
use super::frame::{Frame, Rect};
use super::pixel_format::PixelFormat;
use super::pool::Plan;
use super::siting::Siting;
use crate::{Error, Result, ff};

/// A format, and what its samples mean.
#[derive(Clone, Copy, Debug)]
pub struct ColoredFormat {
    pub format: PixelFormat,
    pub color: ColorSpace,
}

impl Frame {
    /// The pixels in `rect`, which must start at whole samples of every plane, read as `from`, as a frame of `to`. `from`
    /// names the frame's own format, or that without its alpha, which is not looked at then.
    pub fn converted(&self, rect: Rect, from: ColoredFormat, to: ColoredFormat) -> Result<Frame> {
        if !self.has_samples_of(from.format) {
            return Err(Error::coding(format!("the frame has no samples of {}", from.format.name())));
        }
        let (from, to) = (Side::from(from), Side::from(to));
        let no_room =
            || Error::quota(format!("no memory for a picture of {}x{} pixels", rect.width, rect.height));
        let (width, height) = (rect.width as usize, rect.height as usize);
        let plan = Plan::new(to.format.planes(), width, height).ok_or_else(no_room)?;
        let mut block = plan.block().ok_or_else(no_room)?;
        let dense = density(&from, &to);
        let mut reader = Reader::new(self, from.format, rect, dense)
            .ok_or_else(|| Error::coding("the rectangle leaves the frame"))?;
        let mut writer = Writer::new(&mut block, &plan.spans, to, dense, (width, height));
        convert_rows(&mut reader, &mut writer, &from, &to, height)?;
        let mut picture =
            plan.picture(block, to.format.pixel(), rect.width, rect.height).ok_or_else(no_room)?;
        ff::frame::set_chroma_location(&mut picture, resulting(self.siting(), dense).location());
        Ok(Frame::new(picture, Some(to.format)))
    }
}

/// Chroma has to be dense where pixels are computed, or sampled differently; it stays as it is where it can.
fn density(from: &Side, to: &Side) -> Dense {
    let computed = !(from.has_light_of(to) && from.has_matrix_of(to));
    let sampling =
        |side: &Side| side.format.planes().get(1).map_or((1, 1), |plane| (plane.sub_x, plane.sub_y));
    let ((from_x, from_y), (to_x, to_y)) = (sampling(from), sampling(to));
    Dense { x: computed || from_x != to_x, y: computed || from_y != to_y }
}

/// Chroma that stays as it is stays where it is; the writer makes the rest left-sited.
fn resulting(siting: Siting, dense: Dense) -> Siting {
    let Siting { x, y } = Siting::LEFT;
    Siting { x: if dense.x { x } else { siting.x }, y: if dense.y { y } else { siting.y } }
}

fn convert_rows(
    reader: &mut Reader,
    writer: &mut Writer,
    from: &Side,
    to: &Side,
    height: usize,
) -> Result<()> {
    let mut row = Row::default();
    let limit = (1_u32 << from.format.bits()) - 1;
    let has_alpha = from.format.has_alpha();
    let math = Math::between(from, to)?;
    let mut signals = Default::default();
    for y in 0..height {
        reader.read(y, &mut row);
        math.apply(&row, &mut signals);
        writer.write(y, &signals);
        writer.write_alpha(y, has_alpha.then_some((&row.alpha, limit)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::video::frame::PlaneSpan;

    #[test]
    fn only_samples_that_are_there_are_read() {
        let colored = |name: &str| ColoredFormat {
            format: PixelFormat::from_name(name).unwrap(),
            color: ColorSpace::default(),
        };
        let rect = Rect { x: 0, y: 0, width: 2, height: 2 };
        let spans = [PlaneSpan { offset: 0, stride: 8 }];
        let frame = Frame::copy_from(&[7; 16], colored("RGBX").format, 2, 2, &spans).unwrap();
        assert!(frame.converted(rect, colored("RGBX"), colored("I444A")).is_ok());
        for name in ["RGBA", "BGRX", "I444"] {
            assert!(frame.converted(rect, colored(name), colored("RGBA")).is_err(), "{name}");
        }
    }
}
