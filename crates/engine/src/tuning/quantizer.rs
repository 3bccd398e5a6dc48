//! bitrateMode "quantizer": how coders are told the quantizer of each frame.

use super::Options;

/// Of a coder that follows a quantizer at every frame, on the scale of the `quantizer` of its codec's encode options.
pub struct Quantizer {
    pub told: Told,
    /// Beside the options of the latency mode, which they override.
    pub options: Options,
    /// Until a frame names another one.
    pub usual: u16,
}

/// What tells the coder, from outside, the quantizer of the frame that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// An option of the opened coder. A key frame of it takes the mean of the frames before, unless the coder is new.
    Option(&'static str),
    /// `AVCodecContext.qmax`, which is followed up to these values, in key frames and in others.
    Qmax { key: u16, delta: u16 },
    /// A region of interest that covers the frame, by the distance from the quantizer that the coder was opened with.
    /// It travels with the frame, so the coder may look ahead and reorder.
    RegionOfInterest { opened_with: u16 },
}
