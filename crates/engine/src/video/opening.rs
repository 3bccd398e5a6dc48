//! What has to be known of the pictures before a coder opens. It holds for the stream: the first frame decides.

use codecs::bitstream::hdr::HdrMetadata;
use codecs::{Chroma, Codec};

use super::color::{ColorSpace, StreamColor};
use super::encode_input::EncodeInput;
use super::siting::Siting;
use crate::tuning::Job;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Opening {
    /// Bits per sample that the pictures come in; the coder may not have as many.
    pub depth: u8,
    pub chroma: Chroma,
    pub siting: Siting,
    pub color: StreamColor,
    /// It is put into the stream without the coder's help.
    pub hdr: HdrMetadata,
}

impl Opening {
    /// For a coder that opens before the first frame is there, to show that it can: as most streams begin.
    pub fn presumed(codec: &Codec) -> Self {
        let color = StreamColor::new(ColorSpace::default(), false, codec, (0, 0));
        let (chroma, siting) = (Chroma::Yuv420, Siting::LEFT);
        Opening { depth: 8, chroma, siting, color, hdr: HdrMetadata::default() }
    }

    /// Of a stream that begins with that frame.
    pub fn new(first: &EncodeInput, job: &Job) -> Self {
        let (depth, chroma) = first.frame.samples();
        let size = (job.width, job.height);
        let color = StreamColor::new(first.color(), first.is_rgb(), &job.codec, size);
        // Streams tell it of 4:2:0 only.
        let siting = if chroma == Chroma::Yuv420 { first.frame.siting() } else { Siting::LEFT };
        Opening { depth, chroma, siting, color, hdr: first.frame.hdr_metadata() }
    }
}
