//! NVIDIA's encoders. Not verified on a device.

use codecs::CodecId;

use super::{BOTH, FFMPEG, NO_HINTS, QUALITY_GOP, REALTIME_GOP, YUV420, profile, setting};
use crate::ff::context::Setting;
use crate::tuning::{Encoder, Job, PacedBy, Profile};
use crate::video::color::H273;

const AVC_PROFILES: &[Profile] =
    &[profile(66, "baseline", &[YUV420]), profile(77, "main", &[YUV420]), profile(100, "high", &[YUV420])];

pub const AVC: Encoder = nvenc("h264_nvenc", CodecId::Avc, AVC_PROFILES);
pub const HEVC: Encoder = nvenc("hevc_nvenc", CodecId::Hevc, &[profile(1, "main", &[YUV420])]);
pub const AV1: Encoder = nvenc("av1_nvenc", CodecId::Av1, &[profile(0, "", &[YUV420])]);

/// They take pictures from main memory.
const fn nvenc(name: &'static str, codec: CodecId, profiles: &'static [Profile]) -> Encoder {
    Encoder {
        name,
        driver: FFMPEG,
        codec,
        hardware: true,
        modes: BOTH,
        profiles,
        alpha: None,
        even_sizes: true,
        smallest: (2, 2),
        colors: H273,
        always: &[("forced-idr", "1")],
        realtime: &[("preset", "p4"), ("tune", "ull"), ("zerolatency", "1"), ("delay", "0"), REALTIME_GOP],
        quality: &[("preset", "p5"), ("tune", "hq"), QUALITY_GOP],
        hints: NO_HINTS,
        sited: &[],
        least_memory: 0.0,
        lookahead: None,
        paced_by: |_| PacedBy::Bitrate,
        bitrates: true,
        quantizer: None,
        layers: &[],
        settings: profile_only,
    }
}

fn profile_only(_: &Job, profile: &str) -> Vec<Setting> {
    if profile.is_empty() { Vec::new() } else { vec![setting("profile", profile)] }
}
