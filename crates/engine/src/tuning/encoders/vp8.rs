//! VP8.

use codecs::CodecId;

use super::{
    BOTH, EIGHT_BIT_420_ALPHA, FFMPEG, QUALITY, QUALITY_GOP, REALTIME, REALTIME_GOP, YUV420, buffered,
    profile, setting,
};
use crate::ff::context::Setting;
use crate::tuning::{BitrateMode, ContentHint, Encoder, Job, LatencyMode, Options, PacedBy, layers};
use crate::video::color::H273;

/// As fast as usual it does not find text that moved.
const SLOWER: Options = &[("cpu-used", "-4")];

pub const LIBVPX: Encoder = Encoder {
    name: "libvpx",
    driver: FFMPEG,
    codec: CodecId::Vp8,
    hardware: false,
    modes: BOTH,
    profiles: &[profile(0, "", &[YUV420])],
    alpha: EIGHT_BIT_420_ALPHA,
    even_sizes: false,
    smallest: (1, 1),
    colors: H273,
    // An alternate reference frame of VP8 is a packet that shows nothing: one chunk too many.
    always: &[("auto-alt-ref", "0")],
    realtime: &[("deadline", "realtime"), ("cpu-used", "-6"), ("lag-in-frames", "0"), REALTIME_GOP],
    quality: &[("deadline", "good"), ("cpu-used", "2"), QUALITY_GOP],
    hints: &[
        (ContentHint::Text, REALTIME, SLOWER),
        (ContentHint::Motion, REALTIME, SLOWER),
        (ContentHint::Detail, REALTIME, SLOWER),
        (ContentHint::Text, QUALITY, &[("cpu-used", "0")]),
    ],
    sited: &[],
    least_memory: 36.0,
    lookahead: None,
    paced_by: |_| PacedBy::Times,
    bitrates: true,
    quantizer: None,
    layers: layers::LIBVPX,
    settings: vp8,
};

/// Threads code partitions of their own here, which costs half a decibel: half as many as elsewhere.
fn vp8(job: &Job, _: &str) -> Vec<Setting> {
    let mut settings = vec![setting("threads", (job.threads / 2).max(1))];
    // Its variable rate control goes a fifth beyond what it is given when the bits are few.
    if (job.latency_mode, job.bitrate_mode) == (LatencyMode::Realtime, BitrateMode::Variable) {
        settings.push(setting("minrate", job.bitrate));
        settings.extend(buffered(job));
    }
    if job.alpha {
        // Its search for changes of scene would find other ones in the alpha. It ends where key frames are to come at a
        // fixed distance; in realtime there is none.
        settings.push(setting("keyint_min", QUALITY_GOP.1));
    }
    settings
}
