//! bitrateMode "quantizer": how coders are told the quantizer of each frame.

use super::Options;

/// Of a coder that follows a quantizer at every frame, on the scale of the `quantizer` of its codec's encode options.
pub struct Quantizer {
    /// None where the coder is called directly, and takes it with the picture.
    pub told: Option<Told>,
    /// Beside the options of the latency mode, which they override.
    pub options: Options,
    /// Until a frame names another one.
    pub usual: u16,
}

/// What tells one of FFmpeg's encoders, from outside, the quantizer of the frame that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// An option of the opened coder. A key frame of it takes the mean of the frames before, unless the coder is new.
    Option(&'static str),
    /// `AVCodecContext.qmax`, which is followed up to these values, in key frames and in others.
    Qmax { key: u16, delta: u16 },
}
