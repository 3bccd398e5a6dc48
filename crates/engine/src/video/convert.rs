//! Pixel format, size, matrix and range conversions by libswscale, on the codec thread.

use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use ffmpeg_next::software::scaling::{Context, Flags};

use super::pixel_format::PixelFormat;
use super::pool::Plan;
use crate::ff::scale::{Coefficients, set_coefficients};
use crate::{Error, Result};

/// One side of a conversion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    pub format: Pixel,
    pub width: u32,
    pub height: u32,
    pub coefficients: Coefficients,
}

/// Keeps the context of the last conversion, since the next is mostly the same.
#[derive(Default)]
pub struct Converter {
    last: Option<(Side, Side, Context)>,
}

impl Converter {
    /// `picture`, which is as `from` says, as `to` says.
    pub fn convert(&mut self, picture: &Video, from: Side, to: Side) -> Result<Video> {
        let mut converted = allocate(to)?;
        let failed = |error| Error::ffmpeg("libswscale", "convert a frame", error);
        self.context(from, to)?.run(picture, &mut converted).map_err(failed)?;
        Ok(converted)
    }

    fn context(&mut self, from: Side, to: Side) -> Result<&mut Context> {
        let reusable = self.last.take().filter(|(a, b, _)| (*a, *b) == (from, to));
        let entry = match reusable {
            Some(entry) => entry,
            None => (from, to, open(from, to)?),
        };
        Ok(&mut self.last.insert(entry).2)
    }
}

fn open(from: Side, to: Side) -> Result<Context> {
    let flags = Flags::BICUBIC | Flags::ACCURATE_RND | Flags::FULL_CHR_H_INT | Flags::FULL_CHR_H_INP;
    let no_way = || Error::unsupported(format!("no conversion from {:?} to {:?}", from.format, to.format));
    let mut context =
        Context::get(from.format, from.width, from.height, to.format, to.width, to.height, flags)
            .map_err(|_| no_way())?;
    // Between two RGB formats there is nothing to set, which libswscale reports as a failure.
    if set_coefficients(&mut context, from.coefficients, to.coefficients)
        || from.coefficients == to.coefficients
    {
        Ok(context)
    } else {
        Err(no_way())
    }
}

fn allocate(side: Side) -> Result<Video> {
    let no_room = || Error::quota(format!("no memory for a picture of {}x{}", side.width, side.height));
    let format = PixelFormat::of(side.format).ok_or_else(no_room)?;
    let plan = Plan::new(format.planes(), side.width as usize, side.height as usize).ok_or_else(no_room)?;
    let block = plan.block().ok_or_else(no_room)?;
    plan.picture(block, side.format, side.width, side.height).ok_or_else(no_room)
}
