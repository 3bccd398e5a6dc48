//! VP9.

use codecs::CodecId;

use super::{BOTH, EIGHT_BIT_420, EIGHT_BIT_420_ALPHA, QUALITY_GOP, REALTIME_GOP, tiled};
use crate::tuning::Encoder;

pub const LIBVPX: Encoder = Encoder {
    name: "libvpx-vp9",
    codec: CodecId::Vp9,
    hardware: false,
    modes: BOTH,
    profiles: &[(0, "")],
    formats: EIGHT_BIT_420,
    alpha: EIGHT_BIT_420_ALPHA,
    even_sizes: false,
    smallest: (1, 1),
    always: &[("row-mt", "1")],
    realtime: &[
        ("deadline", "realtime"),
        ("cpu-used", "8"),
        ("lag-in-frames", "0"),
        ("aq-mode", "0"),
        REALTIME_GOP,
    ],
    quality: &[("deadline", "good"), ("cpu-used", "4"), ("lag-in-frames", "16"), QUALITY_GOP],
    settings: tiled,
};
