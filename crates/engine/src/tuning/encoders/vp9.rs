//! VP9.

use codecs::CodecId;

use super::{
    BOTH, EIGHT_BIT_420_ALPHA, FFMPEG, QUALITY, QUALITY_GOP, REALTIME, REALTIME_GOP, YUV420, YUV420P10,
    YUV420P12, YUV422, YUV422P10, YUV422P12, YUV444, YUV444P10, YUV444P12, profile, setting, steadied, tiled,
};
use crate::ff::context::Setting;
use crate::tuning::lookahead::Lookahead;
use crate::tuning::quantizer::{Quantizer, Told};
use crate::tuning::{ContentHint, Encoder, Job, Options, PacedBy, layers};
use crate::video::color::H273;

/// Each picture's symbols are coded by what the one before taught. A lost one does more harm.
const ADAPTED: (&str, &str) = ("frame-parallel", "0");
const SLOW: Options = &[("cpu-used", "2"), ADAPTED];

pub const LIBVPX: Encoder = Encoder {
    name: "libvpx-vp9",
    driver: FFMPEG,
    codec: CodecId::Vp9,
    hardware: false,
    modes: BOTH,
    profiles: &[
        profile(0, "", &[YUV420]),
        profile(1, "", &[YUV422, YUV444]),
        profile(2, "", &[YUV420P10, YUV420P12]),
        profile(3, "", &[YUV422P10, YUV444P10, YUV422P12, YUV444P12]),
    ],
    alpha: EIGHT_BIT_420_ALPHA,
    even_sizes: false,
    smallest: (1, 1),
    colors: H273,
    always: &[("row-mt", "1")],
    realtime: &[
        ("deadline", "realtime"),
        ("cpu-used", "8"),
        ("lag-in-frames", "0"),
        ("aq-mode", "0"),
        REALTIME_GOP,
    ],
    quality: &[("deadline", "good"), ("cpu-used", "4"), ("lag-in-frames", "16"), QUALITY_GOP],
    hints: &[
        (ContentHint::Text, REALTIME, &[("tune-content", "screen")]),
        (ContentHint::Motion, REALTIME, &[("tune-content", "screen"), ADAPTED]),
        (ContentHint::Detail, REALTIME, &[("aq-mode", "3"), ADAPTED]),
        (ContentHint::Text, QUALITY, SLOW),
        (ContentHint::Motion, QUALITY, SLOW),
        (ContentHint::Detail, QUALITY, SLOW),
    ],
    sited: &[],
    least_memory: 78.0,
    lookahead: Some(LOOKAHEAD),
    paced_by: |_| PacedBy::Times,
    bitrates: true,
    quantizer: Some(QUANTIZER),
    layers: layers::LIBVPX,
    settings: vp9,
};

const LOOKAHEAD: Lookahead = Lookahead {
    usual: 16,
    least: 8, // for a group of pictures with an alternate reference
    bytes: 2.4,
    option: |pictures| setting("lag-in-frames", pictures),
};

/// In its mode of constant quality, with the worst one there is, `qmax` decides alone. Beyond the values here it does not, as
/// key frames and every few others are to be better than that.
const QUANTIZER: Quantizer = Quantizer {
    told: Some(Told::Qmax { key: 55, delta: 59 }),
    options: &[
        ("crf", "63"),
        ("qmin", "0"),
        ("qmax", "63"),
        ("aq-mode", "0"),
        ("lag-in-frames", "0"),
        ("auto-alt-ref", "0"),
    ],
    usual: 32,
};

fn vp9(job: &Job, _: &str) -> Vec<Setting> {
    [tiled(job), steadied(job)].concat()
}
