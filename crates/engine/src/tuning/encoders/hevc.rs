//! H.265.

use codecs::{CodecId, Level};

use super::{BOTH, EIGHT_BIT_420, QUALITY_GOP, REALTIME_GOP, setting};
use crate::ff::context::Setting;
use crate::tuning::{Encoder, Job, LatencyMode};

pub const X265: Encoder = Encoder {
    name: "libx265",
    codec: CodecId::Hevc,
    hardware: false,
    modes: BOTH,
    profiles: &[(1, "main")],
    formats: EIGHT_BIT_420,
    alpha: None,
    even_sizes: true,
    // Below, it writes outside of its memory: found with release 3.5 and valgrind.
    smallest: (50, 32),
    always: &[("forced-idr", "1")],
    realtime: &[("preset", "ultrafast"), ("tune", "zerolatency"), REALTIME_GOP],
    quality: &[("preset", "fast"), QUALITY_GOP],
    settings: x265,
};

/// x265 threads by frame, which delays, or by rows of its thread pool. FFmpeg's thread count is the former.
fn x265(job: &Job, profile: &str) -> Vec<Setting> {
    let pools = if job.threads > 1 { job.threads.to_string() } else { "none".to_owned() };
    let frame_threads = if job.latency_mode == LatencyMode::Realtime { 1 } else { job.threads.min(3) };
    let mut params = format!("log-level=none:open-gop=0:pools={pools}:frame-threads={frame_threads}");
    // It lowers a bitrate beyond the level and refuses such a frame rate. Then the stream tells the level that it has.
    if let Some(level) = job.codec.level.filter(|level| keeps(level, job)) {
        params += &format!(":level-idc={}", level.name);
    }
    vec![setting("threads", 1), setting("profile", profile), setting("x265-params", params)]
}

fn keeps(level: &Level, job: &Job) -> bool {
    level.fits(job.width, job.height, Some(job.framerate)).is_ok()
        && level.limits.is_none_or(|limits| job.bitrate <= limits.bitrate)
}
