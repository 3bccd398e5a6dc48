//! H.265.

use codecs::{CodecId, Level};

use super::{
    BOTH, QUALITY, QUALITY_GOP, REALTIME, REALTIME_GOP, YUV420, YUV420P10, YUV420P12, YUV422, YUV422P10,
    YUV422P12, YUV444, YUV444P10, YUV444P12, profile, setting,
};
use crate::ff::context::Setting;
use crate::tuning::lookahead::Lookahead;
use crate::tuning::quantizer::Quantizer;
use crate::tuning::{ContentHint, Encoder, Job, LatencyMode, PacedBy};
use crate::video::color::CodePoints;
use crate::video::drivers;

const PLAIN: (&str, &str) = ("x265-params", "log-level=none:open-gop=0");
/// As quick presets go, one reference more is 0.4 decibels for nothing.
const MORE_REFERENCES: (&str, &str) = ("x265-params", "ref=3");

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
    // It does not open with later ones.
    colors: CodePoints { primaries: 12, transfer: 18, matrix: 14 },
    always: &[("forced-idr", "1"), PLAIN],
    realtime: &[("preset", "ultrafast"), ("tune", "zerolatency"), MORE_REFERENCES, REALTIME_GOP],
    quality: &[("preset", "fast"), QUALITY_GOP],
    // Text moves by whole lines, farther than a quick search looks. The quickest preset has no blocks of less than 16
    // pixels, and no filter for what rings around edges.
    hints: &[
        (ContentHint::Text, REALTIME, &[("x265-params", "min-cu-size=8:me=umh:sao=1")]),
        (ContentHint::Motion, REALTIME, &[("x265-params", "min-cu-size=8:me=umh")]),
        (ContentHint::Detail, REALTIME, &[("x265-params", "min-cu-size=8:subme=2")]),
        (ContentHint::Text, QUALITY, &[("x265-params", "me=umh:rect=1:limit-modes=1")]),
        (ContentHint::Motion, QUALITY, &[("x265-params", "me=umh:rect=1:limit-modes=1:rd=4")]),
        (ContentHint::Detail, QUALITY, &[("x265-params", "rd=4:rdoq-level=2:ref=4:bframes=6:b-adapt=2")]),
    ],
    sited: &[],
    least_memory: 60.0,
    lookahead: Some(LOOKAHEAD),
    paced_by: |_| PacedBy::Opening { numbered: false },
    bitrates: true,
    quantizer: None,
    layers: &[],
    settings: wrapped,
};

const LOOKAHEAD: Lookahead = Lookahead {
    usual: 15, // the preset's
    least: 7,  // more than there are B-frames in a row, also with a hint
    bytes: 4.2,
    option: |pictures| setting("x265-params", format!("rc-lookahead={pictures}")),
};

/// FFmpeg's wrapper has nothing to tell the quantizer of a frame with. The settings are libx265's own.
pub const X265_DIRECTLY: Encoder = Encoder {
    name: "libx265 (directly)",
    driver: drivers::X265,
    always: &[PLAIN],
    realtime: &[("preset", "ultrafast"), ("tune", "zerolatency"), MORE_REFERENCES, ("keyint", "3000")],
    quality: &[("preset", "fast"), ("keyint", "250")],
    bitrates: false,
    // With a constant one it neither varies the quantizer within a frame nor by its kind.
    quantizer: Some(Quantizer { told: None, options: &[("qp", "26")], usual: 26 }),
    settings: direct,
    ..X265
};

fn wrapped(job: &Job, profile: &str) -> Vec<Setting> {
    let mut settings = vec![setting("threads", 1), setting("profile", profile), threads(job)];
    // It lowers a bitrate beyond the level, and refuses a frame rate beyond it. Then the stream tells the level that it has.
    let level = job.codec.level.filter(|level| keeps(level, job));
    settings.extend(level.map(|level| setting("x265-params", format!("level-idc={}", level.name))));
    settings.extend(job.codec.intra_only().then(|| setting("g", 1)));
    settings
}

/// Without a level, which would limit what quantizers may take. The stream tells the one that it has.
fn direct(job: &Job, profile: &str) -> Vec<Setting> {
    let mut settings = vec![setting("profile", profile), threads(job)];
    // As FFmpeg's wrapper does.
    settings.extend((job.width.min(job.height) < 64).then(|| setting("ctu", 32)));
    settings.extend(job.codec.intra_only().then(|| setting("keyint", 1)));
    settings
}

/// x265 threads by frame, which delays, or by rows of its thread pool. FFmpeg's thread count is the former.
fn threads(job: &Job) -> Setting {
    let pools = if job.threads > 1 { job.threads.to_string() } else { "none".to_owned() };
    let frame_threads = if job.latency_mode == LatencyMode::Realtime { 1 } else { job.threads.min(3) };
    setting("x265-params", format!("pools={pools}:frame-threads={frame_threads}"))
}

fn keeps(level: &Level, job: &Job) -> bool {
    level.fits(job.width, job.height, Some(job.framerate)).is_ok()
        && level.limits.is_none_or(|limits| job.bitrate <= limits.bitrate)
}
