//! H.265.

use codecs::{CodecId, Level};

use super::{
    BOTH, NO_HINTS, QUALITY_GOP, REALTIME_GOP, YUV420, YUV420P10, YUV420P12, YUV422, YUV422P10, YUV422P12,
    YUV444, YUV444P10, YUV444P12, profile, setting,
};
use crate::ff::context::Setting;
use crate::tuning::quantizer::{Quantizer, Told};
use crate::tuning::{BitrateMode, ContentHint, Encoder, Job, LatencyMode, PacedBy};

pub const X265: Encoder = Encoder {
    name: "libx265",
    codec: CodecId::Hevc,
    hardware: false,
    modes: BOTH,
    // The constraint flags in the bitstream follow from the format.
    profiles: &[
        profile(1, "main", &[YUV420]),
        profile(2, "main10", &[YUV420P10]),
        profile(4, "main444-8", &[YUV444]),
        profile(4, "main422-10", &[YUV422, YUV422P10]),
        profile(4, "main444-10", &[YUV444P10]),
        profile(4, "main12", &[YUV420P12]),
        profile(4, "main422-12", &[YUV422P12]),
        profile(4, "main444-12", &[YUV444P12]),
    ],
    alpha: None,
    even_sizes: true,
    // Below, it writes outside of its memory: found with release 3.5 and valgrind.
    smallest: (50, 32),
    always: &[("forced-idr", "1")],
    realtime: &[("preset", "ultrafast"), ("tune", "zerolatency"), REALTIME_GOP],
    quality: &[("preset", "fast"), QUALITY_GOP],
    hints: NO_HINTS,
    paced_by: |_| PacedBy::Opening,
    quantizer: Some(QUANTIZER),
    layers: &[],
    settings: x265,
};

const QUANTIZER: Quantizer =
    Quantizer { told: Told::RegionOfInterest { opened_with: 26 }, options: &[("crf", "26")], usual: 26 };

/// Regions of interest are added to adaptive quantization, of which as good as nothing is left here; the rest makes the
/// quantizer of a frame that has none the same for all.
const X265_QUANTIZER: &str = "aq-mode=1:aq-strength=0.001:cutree=0:qcomp=1:ipratio=1:pbratio=1";

/// x265 threads by frame, which delays, or by rows of its thread pool. FFmpeg's thread count is the former.
fn x265(job: &Job, profile: &str) -> Vec<Setting> {
    let pools = if job.threads > 1 { job.threads.to_string() } else { "none".to_owned() };
    let frame_threads = if job.latency_mode == LatencyMode::Realtime { 1 } else { job.threads.min(3) };
    let mut params = format!("log-level=none:open-gop=0:pools={pools}:frame-threads={frame_threads}");
    // As quick presets go, one reference more is 0.4 decibels for nothing.
    if job.latency_mode == LatencyMode::Realtime {
        params += ":ref=3";
    }
    // Text moves by whole lines, farther than a quick search looks.
    if job.content_hint.is_some_and(|hint| hint != ContentHint::Detail) {
        params += ":me=umh";
    }
    // It lowers a bitrate beyond the level, limits what quantizers may take to that of the level, and refuses a frame rate
    // beyond it. Then the stream tells the level that it has.
    if let Some(level) = job.codec.level.filter(|level| keeps(level, job)) {
        params += &format!(":level-idc={}", level.name);
    }
    if job.bitrate_mode == BitrateMode::Quantizer {
        params += &format!(":{X265_QUANTIZER}");
    }
    let mut settings =
        vec![setting("threads", 1), setting("profile", profile), setting("x265-params", params)];
    settings.extend(job.codec.intra_only().then(|| setting("g", 1)));
    settings
}

fn keeps(level: &Level, job: &Job) -> bool {
    level.fits(job.width, job.height, Some(job.framerate)).is_ok()
        && job.bitrate_mode != BitrateMode::Quantizer
        && level.limits.is_none_or(|limits| job.bitrate <= limits.bitrate)
}
