//! AV1.

use codecs::CodecId;

use super::{BOTH, EIGHT_BIT_420, QUALITY_GOP, REALTIME_GOP, tiled};
use crate::tuning::Encoder;

/// Speed 10 is beyond the wrapper's own option. Updating the costs of coding less often nearly doubles the speed for no
/// loss that PSNR shows.
const AOM_REALTIME: &str = "cpu-used=10:coeff-cost-upd-freq=3:mode-cost-upd-freq=3:mv-cost-upd-freq=3\
    :enable-order-hint=0:enable-warped-motion=0:enable-global-motion=0";

pub const LIBAOM: Encoder = Encoder {
    name: "libaom-av1",
    codec: CodecId::Av1,
    hardware: false,
    modes: BOTH,
    profiles: &[(0, "")],
    formats: EIGHT_BIT_420,
    alpha: None,
    even_sizes: false,
    smallest: (1, 1),
    always: &[],
    // With lookahead libaom makes the frame after a forced key frame one as well: a waste, but no fault.
    realtime: &[("usage", "realtime"), ("aom-params", AOM_REALTIME), ("lag-in-frames", "0"), REALTIME_GOP],
    quality: &[("usage", "good"), ("cpu-used", "6"), ("lag-in-frames", "19"), ("row-mt", "1"), QUALITY_GOP],
    settings: tiled,
};
