//! H.264.

use codecs::CodecId;

use super::{
    BOTH, FFMPEG, NO_HINTS, QUALITY, QUALITY_GOP, REALTIME, REALTIME_GOP, YUV420, YUV420P10, YUV422,
    YUV422P10, YUV444, YUV444P10, buffered, profile, setting,
};
use crate::ff::context::Setting;
use crate::tuning::lookahead::Lookahead;
use crate::tuning::quantizer::{Quantizer, Told};
use crate::tuning::{BitrateMode, ContentHint, Encoder, Job, LatencyMode, Options, PacedBy};
use crate::video::color::H273;

/// Text moves by whole lines, farther than a quick search looks: finding it is worth decibels.
const UMH: (&str, &str) = ("me_method", "umh");
const FAR: (&str, &str) = ("me_range", "32");
const REFS: (&str, &str) = ("refs", "3");
const TRELLIS: (&str, &str) = ("trellis", "1");
/// Between pictures that differ little B-frames cost next to nothing, if their places are well chosen.
const MANY_B: (&str, &str) = ("bf", "5");
const CHOSEN_B: (&str, &str) = ("b_strategy", "2");

pub const X264: Encoder = Encoder {
    name: "libx264",
    driver: FFMPEG,
    codec: CodecId::Avc,
    hardware: false,
    modes: BOTH,
    // It derives the profile in the bitstream from the format and the tools, so a poorer format would not be told so.
    profiles: &[
        profile(66, "baseline", &[YUV420]),
        profile(77, "main", &[YUV420]),
        profile(100, "high", &[YUV420]),
        profile(110, "high10", &[YUV420P10]),
        profile(122, "high422", &[YUV422, YUV422P10]),
        profile(244, "high444", &[YUV444, YUV444P10]),
    ],
    alpha: None,
    even_sizes: true,
    smallest: (2, 2),
    colors: H273,
    always: &[("forced-idr", "1")],
    // Without weighted prediction and adaptive quantization: a seventh of the time for 0.06 dB.
    realtime: &[
        ("preset", "superfast"),
        ("tune", "zerolatency"),
        ("rc-lookahead", "0"), // also where it was shortened
        ("sc_threshold", "0"),
        ("weightp", "none"),
        ("aq-mode", "none"),
        REALTIME_GOP,
    ],
    // Counting frames, the stream tells their rate and not that of the timestamps' clock.
    quality: &[("preset", "fast"), ("x264-params", "force-cfr=1"), QUALITY_GOP],
    hints: &[
        (ContentHint::Text, REALTIME, &[UMH, FAR, REFS, TRELLIS]),
        (ContentHint::Text, QUALITY, &[UMH, FAR, REFS, MANY_B, CHOSEN_B]),
        (ContentHint::Motion, REALTIME, &[UMH, FAR, REFS]),
        (ContentHint::Motion, QUALITY, &[UMH, FAR, REFS, ("subq", "7")]),
        (ContentHint::Detail, REALTIME, &[("subq", "6"), TRELLIS]),
        (ContentHint::Detail, QUALITY, &[MANY_B, CHOSEN_B]),
    ],
    sited: &[],
    least_memory: 18.0,
    lookahead: Some(LOOKAHEAD),
    paced_by: |_| PacedBy::Bitrate,
    bitrates: true,
    quantizer: Some(X264_QUANTIZER),
    layers: &[],
    settings: x264,
};

const LOOKAHEAD: Lookahead = Lookahead {
    usual: 30, // the preset's
    least: 5,  // as many B-frames as there are with a hint
    bytes: 3.4,
    option: |pictures| setting("rc-lookahead", pictures),
};

/// Without anything that holds frames back, as a changed option is for the next frame coded, or that varies the
/// quantizer within a frame or by its kind. No key frames but those asked for: they would take a mean.
const X264_QUANTIZER: Quantizer = Quantizer {
    told: Some(Told::Option("crf")),
    options: &[
        ("tune", "zerolatency"),
        ("rc-lookahead", "0"), // also where it was shortened
        ("bf", "0"),           // also with a hint
        ("crf", "26"),
        ("qcomp", "1"),
        ("aq-mode", "none"),
        ("mbtree", "0"),
        ("x264-params", "ipratio=1"),
        ("sc_threshold", "0"),
        ("g", "1000000000"),
    ],
    usual: 26,
};

pub const OPENH264: Encoder = Encoder {
    name: "libopenh264",
    driver: FFMPEG,
    codec: CodecId::Avc,
    hardware: false,
    modes: BOTH,
    profiles: &[
        profile(66, "constrained_baseline", &[YUV420]),
        profile(77, "main", &[YUV420]),
        profile(100, "high", &[YUV420]),
    ],
    alpha: None,
    even_sizes: true,
    smallest: (2, 2),
    colors: H273,
    always: &[("allow_skip_frames", "0")],
    realtime: &[REALTIME_GOP],
    quality: &[QUALITY_GOP],
    hints: NO_HINTS,
    sited: &[],
    least_memory: 0.0,
    lookahead: None,
    paced_by: |_| PacedBy::Opening { numbered: false },
    bitrates: true,
    quantizer: None,
    layers: &[],
    settings: openh264,
};

/// Pixels of a picture from which on speed comes first in realtime mode, unless a hint says what to look at.
const LARGE: u64 = 1920 * 1000;

/// Motion by whole pixels, but in two pictures: a twelfth less work than what `superfast` does, for 0.4 dB.
const QUICK: Options = &[("subq", "0"), ("refs", "2")];

fn x264(job: &Job, profile: &str) -> Vec<Setting> {
    let mut settings = vec![setting("threads", job.threads), setting("profile", profile)];
    settings.extend(job.codec.level.map(|level| setting("level", level.name)));
    settings.extend(job.codec.intra_only().then(|| setting("g", 1)));
    if job.latency_mode == LatencyMode::Realtime && job.content_hint.is_none() && job.pixels() >= LARGE {
        settings.extend(QUICK.iter().map(|&(key, value)| setting(key, value)));
    }
    // It only takes another bitrate when it keeps a buffer.
    if job.bitrate_mode == BitrateMode::Variable {
        settings.extend(buffered(job));
    }
    settings
}

fn openh264(job: &Job, profile: &str) -> Vec<Setting> {
    vec![setting("threads", job.threads), setting("profile", profile)]
}
