//! What a coder has to know of its pictures before it opens. It holds for the stream: the first frame decides.

use codecs::Chroma;

use super::color::StreamColor;
use super::encoder::EncodeInput;
use crate::tuning::Job;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Opening {
    /// Bits per sample that the pictures come in; the coder may not have as many.
    pub depth: u8,
    pub chroma: Chroma,
    pub color: StreamColor,
}

impl Opening {
    /// For a coder that opens before the first frame is there, to show that it can: as most streams begin.
    pub const PRESUMED: Opening = Opening { depth: 8, chroma: Chroma::Yuv420, color: StreamColor::REC709 };

    /// Of a stream that begins with that frame.
    pub fn new(first: &EncodeInput, job: &Job) -> Self {
        let (depth, chroma) = first.frame.samples();
        let (codec, is_rgb) = (job.codec.id, first.frame.is_rgb());
        let color = StreamColor::for_frame(first.color, is_rgb, codec, job.width, job.height);
        Opening { depth, chroma, color }
    }
}
