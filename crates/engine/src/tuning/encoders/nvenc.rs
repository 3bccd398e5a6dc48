//! NVIDIA's encoders. Not verified on a device.

use codecs::CodecId;

use super::{BOTH, EIGHT_BIT_420, QUALITY_GOP, REALTIME_GOP, setting};
use crate::ff::context::Setting;
use crate::tuning::{Encoder, Job};

pub const AVC: Encoder = nvenc("h264_nvenc", CodecId::Avc, &[(66, "baseline"), (77, "main"), (100, "high")]);
pub const HEVC: Encoder = nvenc("hevc_nvenc", CodecId::Hevc, &[(1, "main")]);
pub const AV1: Encoder = nvenc("av1_nvenc", CodecId::Av1, &[(0, "")]);

/// They take pictures from main memory.
const fn nvenc(name: &'static str, codec: CodecId, profiles: &'static [(u8, &'static str)]) -> Encoder {
    Encoder {
        name,
        codec,
        hardware: true,
        modes: BOTH,
        profiles,
        formats: EIGHT_BIT_420,
        alpha: None,
        even_sizes: true,
        smallest: (2, 2),
        always: &[("forced-idr", "1")],
        realtime: &[("preset", "p4"), ("tune", "ull"), ("zerolatency", "1"), ("delay", "0"), REALTIME_GOP],
        quality: &[("preset", "p5"), ("tune", "hq"), QUALITY_GOP],
        settings: profile_only,
    }
}

fn profile_only(_: &Job, profile: &str) -> Vec<Setting> {
    if profile.is_empty() { Vec::new() } else { vec![setting("profile", profile)] }
}
