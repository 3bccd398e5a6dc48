//! H.265.

use codecs::{CodecId, Level};

use super::{
    BOTH, NO_HINTS, QUALITY_GOP, REALTIME_GOP, YUV420, YUV420P10, YUV420P12, YUV422, YUV422P10, YUV422P12,
    YUV444, YUV444P10, YUV444P12, profile, setting,
};
use crate::ff::context::Setting;
use crate::tuning::quantizer::Quantizer;
use crate::tuning::{ContentHint, Encoder, Job, LatencyMode, PacedBy};
use crate::video::drivers;

pub const X265: Encoder = Encoder {
    name: "libx265",
    driver: drivers::FFMPEG_X265,
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
    sited: &[],
    paced_by: |_| PacedBy::Opening,
    bitrates: true,
    quantizer: None,
    layers: &[],
    settings: wrapped,
};

/// FFmpeg's wrapper has nothing to tell the quantizer of a frame with. The settings are libx265's own.
pub const X265_DIRECTLY: Encoder = Encoder {
    name: "libx265 (directly)",
    driver: drivers::X265,
    always: &[],
    realtime: &[("preset", "ultrafast"), ("tune", "zerolatency"), ("keyint", "3000")],
    quality: &[("preset", "fast"), ("keyint", "250")],
    bitrates: false,
    // With a constant one it neither varies the quantizer within a frame nor by its kind.
    quantizer: Some(Quantizer { told: None, options: &[("qp", "26")], usual: 26 }),
    settings: direct,
    ..X265
};

fn wrapped(job: &Job, profile: &str) -> Vec<Setting> {
    let mut own = shared(job);
    // It lowers a bitrate beyond the level, and refuses a frame rate beyond it. Then the stream tells the level that it has.
    let level = job.codec.level.filter(|level| keeps(level, job));
    own.extend(level.map(|level| setting("level-idc", level.name)));
    let own: Vec<_> = own.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let mut settings =
        vec![setting("threads", 1), setting("profile", profile), setting("x265-params", own.join(":"))];
    settings.extend(job.codec.intra_only().then(|| setting("g", 1)));
    settings
}

/// Without a level, which would limit what quantizers may take. The stream tells the one that it has.
fn direct(job: &Job, profile: &str) -> Vec<Setting> {
    let mut settings = shared(job);
    settings.push(setting("profile", profile));
    // As FFmpeg's wrapper does.
    settings.extend((job.width.min(job.height) < 64).then(|| setting("ctu", 32)));
    settings.extend(job.codec.intra_only().then(|| setting("keyint", 1)));
    settings
}

/// x265 threads by frame, which delays, or by rows of its thread pool. FFmpeg's thread count is the former.
fn shared(job: &Job) -> Vec<Setting> {
    let is_realtime = job.latency_mode == LatencyMode::Realtime;
    let pools = if job.threads > 1 { job.threads.to_string() } else { "none".to_owned() };
    let frame_threads = if is_realtime { 1 } else { job.threads.min(3) };
    let mut settings = vec![
        setting("log-level", "none"),
        setting("open-gop", 0),
        setting("pools", pools),
        setting("frame-threads", frame_threads),
    ];
    // As quick presets go, one reference more is 0.4 decibels for nothing.
    settings.extend(is_realtime.then(|| setting("ref", 3)));
    // Text moves by whole lines, farther than a quick search looks.
    let moves = job.content_hint.is_some_and(|hint| hint != ContentHint::Detail);
    settings.extend(moves.then(|| setting("me", "umh")));
    settings
}

fn keeps(level: &Level, job: &Job) -> bool {
    level.fits(job.width, job.height, Some(job.framerate)).is_ok()
        && level.limits.is_none_or(|limits| job.bitrate <= limits.bitrate)
}
