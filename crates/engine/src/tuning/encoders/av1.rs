//! AV1.

use codecs::{Chroma, CodecId};
use ffmpeg_next::format::Pixel;

use super::{
    BOTH, FFMPEG, QUALITY, QUALITY_GOP, REALTIME, REALTIME_GOP, YUV420, YUV420P10, YUV420P12, YUV422,
    YUV422P10, YUV422P12, YUV444, YUV444P10, YUV444P12, profile, setting, steadied, tiled,
};
use crate::ff::context::Setting;
use crate::tuning::lookahead::Lookahead;
use crate::tuning::{ContentHint, Encoder, Format, Job, LatencyMode, Options, PacedBy, Sited};
use crate::video::color::H273;

const GRAY: Format = (8, Chroma::Monochrome, Pixel::GRAY8);
const GRAY10: Format = (10, Chroma::Monochrome, Pixel::GRAY10LE);
const GRAY12: Format = (12, Chroma::Monochrome, Pixel::GRAY12LE);

/// Speed 10 is beyond the wrapper's own option. Updating the costs of coding less often nearly doubles the speed for no
/// loss that PSNR shows.
const REALTIME_PARAMS: (&str, &str) = (
    "aom-params",
    "cpu-used=10:coeff-cost-upd-freq=3:mode-cost-upd-freq=3:mv-cost-upd-freq=3:\
     enable-order-hint=0:enable-warped-motion=0:enable-global-motion=0",
);

const SLOWER: Options = &[("cpu-used", "5")];

/// AVCHROMA_LOC_TOPLEFT, the one siting that AV1 has a word for besides left.
const TOP_LEFT: Sited = (3, ("aom-params", "chroma-sample-position=colocated"));

pub const LIBAOM: Encoder = Encoder {
    name: "libaom-av1",
    driver: FFMPEG,
    codec: CodecId::Av1,
    hardware: false,
    modes: BOTH,
    profiles: &[
        profile(0, "", &[YUV420, YUV420P10, GRAY, GRAY10]),
        profile(1, "", &[YUV444, YUV444P10]),
        profile(2, "", &[YUV422, YUV422P10, YUV420P12, YUV422P12, YUV444P12, GRAY12]),
    ],
    alpha: None,
    even_sizes: false,
    smallest: (1, 1),
    colors: H273,
    always: &[],
    // With lookahead libaom makes the frame after a forced key frame one as well: a waste, but no fault.
    realtime: &[("usage", "realtime"), REALTIME_PARAMS, ("lag-in-frames", "0"), REALTIME_GOP],
    quality: &[("usage", "good"), ("cpu-used", "6"), ("lag-in-frames", "19"), ("row-mt", "1"), QUALITY_GOP],
    // The tools for screens are palettes and copies from within the picture. With lookahead they starve all but key frames.
    hints: &[
        (ContentHint::Text, REALTIME, &[("aom-params", "cpu-used=8:tune-content=screen")]),
        (ContentHint::Motion, REALTIME, &[("aom-params", "cpu-used=8")]),
        (ContentHint::Detail, REALTIME, &[("aom-params", "cpu-used=8")]),
        (ContentHint::Text, QUALITY, SLOWER),
        (ContentHint::Motion, QUALITY, SLOWER),
        (ContentHint::Detail, QUALITY, SLOWER),
    ],
    sited: &[TOP_LEFT],
    least_memory: 38.0,
    lookahead: Some(LOOKAHEAD),
    // With lookahead it plans by the rate that it is opened with, which it takes from the unit of times if that is not fine.
    paced_by: |mode| match mode {
        LatencyMode::Realtime => PacedBy::Times,
        LatencyMode::Quality => PacedBy::Opening { numbered: true },
    },
    bitrates: true,
    quantizer: None,
    layers: &[],
    settings: av1,
};

const LOOKAHEAD: Lookahead = Lookahead {
    usual: 19,
    least: 8, // for a group of pictures with an alternate reference
    bytes: 3.7,
    option: |pictures| setting("lag-in-frames", pictures),
};

fn av1(job: &Job, _: &str) -> Vec<Setting> {
    let mut settings = tiled(job);
    // With lookahead its own variable bitrate holds.
    if job.latency_mode == LatencyMode::Realtime {
        settings.extend(steadied(job));
    }
    settings
}
