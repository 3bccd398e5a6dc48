//! scalabilityMode: temporal layers.

use super::{BitrateMode, Job};
use crate::ff::context::Setting;

/// A structure of temporal layers that a coder can make. No frame refers to one of a higher layer.
pub struct Layers {
    pub count: u8,
    /// The layer of each frame from a key frame on, over and over. FFmpeg begins anew at a forced key frame.
    pub pattern: &'static [u8],
    /// The wrapper's number of the structure.
    mode: u8,
    /// What each layer takes of the bitrate together with those below it, in percent.
    shares: &'static [u64],
}

/// Those of FFmpeg's wrapper of libvpx. The shares are those of WebRTC.
pub const LIBVPX: &[Layers] = &[
    Layers { count: 2, pattern: &[0, 1], mode: 2, shares: &[60, 100] },
    Layers { count: 3, pattern: &[0, 2, 1, 2], mode: 3, shares: &[40, 60, 100] },
];

/// How many seconds of the bitrate the "variable" mode may be ahead or behind by.
const VARIABLE_BUFFER: u64 = 4;
/// libvpx counts to the key frames that nobody asks for from its opening: they are at the start of a pattern, unless others
/// were asked for. Then one may come at any place of it, which harms nothing, as all that follows refers to it.
const GOP: u64 = 252;

impl Layers {
    /// What libvpx is opened with. It holds no frame back, as the wrapper counts the frames that go in. Only its constant
    /// rate control knows layers; "variable" gives it more room.
    pub fn settings(&self, job: &Job) -> Vec<Setting> {
        let setting = |key: &str, value: u64| (key.to_owned(), value.to_string());
        let kilobits = job.bitrate.div_ceil(1000);
        let targets: Vec<_> = self.shares.iter().map(|share| (kilobits * share / 100).to_string()).collect();
        let parameters = format!("ts_target_bitrate={}:ts_layering_mode={}", targets.join(","), self.mode);
        let buffer = match job.bitrate_mode {
            BitrateMode::Variable => job.bitrate.saturating_mul(VARIABLE_BUFFER).min(i32::MAX as u64),
            BitrateMode::Constant | BitrateMode::Quantizer => job.bitrate,
        };
        vec![
            ("ts-parameters".to_owned(), parameters),
            ("error-resilient".to_owned(), "default".to_owned()),
            setting("lag-in-frames", 0),
            setting("g", GOP),
            setting("keyint_min", GOP),
            setting("minrate", job.bitrate),
            setting("maxrate", job.bitrate),
            setting("bufsize", buffer),
        ]
    }
}
